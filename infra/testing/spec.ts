// The only way tests are declared. uvu exits 0 when a `before` hook throws, so setup runs inside the first test and fails loudly.
import { suite } from 'uvu';

type Body = () => void | Promise<void>;
type It = (title: string, body: Body, options?: { unless?: string | false | undefined }) => void;
type Hooks = { setup: (body: Body) => void; teardown: (body: Body) => void };

/**
 * Declares and runs a suite: `spec('case', (it, { setup, teardown }) => { … })`. Setup runs once before the first test, teardown once
 * after the last, also after a failure. `unless` names what this machine lacks; the test then counts as skipped.
 */
export function spec(name: string, define: (it: It, hooks: Hooks) => void): void {
  const inner = suite(name);
  const setups: Body[] = [];
  const teardowns: Body[] = [];
  const tests: [string, Body][] = [];
  const it: It = (title, body, { unless } = {}) => {
    if (!unless) return void tests.push([title, body]);
    console.log(`skipped: ${title}: ${unless}`);
    inner.skip(title);
  };
  define(it, { setup: (body) => setups.push(body), teardown: (body) => teardowns.push(body) });
  const inOrder = async (bodies: Body[]) => {
    for (const body of bodies) await body();
  };
  let ready: Promise<void> | undefined;
  for (const [index, [title, body]] of tests.entries())
    inner(title, async () => {
      try {
        ready ??= inOrder(setups);
        await ready;
        await body();
      } catch (error) {
        throw error ?? new Error('the test threw nothing');
      } finally {
        if (index === tests.length - 1) await inOrder(teardowns);
      }
    });
  inner.run();
}
