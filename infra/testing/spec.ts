// The only way tests are declared. uvu exits 0 when a `before` hook throws, so setup runs inside the first test and fails loudly.
import { suite } from 'uvu';

type Body = () => void | Promise<void>;
type It = (title: string, body: Body) => void;
type Hooks = { setup: (body: Body) => void; teardown: (body: Body) => void };

/** Declares and runs a suite: `spec('case', (it, { setup, teardown }) => { … })`. Teardown runs once after the last test, also after a failure. */
export function spec(name: string, define: (it: It, hooks: Hooks) => void): void {
  const inner = suite(name);
  const setups: Body[] = [];
  const teardowns: Body[] = [];
  const tests: [string, Body][] = [];
  define((title, body) => tests.push([title, body]), { setup: (b) => setups.push(b), teardown: (b) => teardowns.push(b) });
  let ready: Promise<void> | undefined;
  const start = async () => {
    for (const body of setups) await body();
  };
  let left = tests.length;
  for (const [title, body] of tests)
    inner(title, async () => {
      try {
        await (ready ??= start());
        await body();
      } catch (error) {
        throw error ?? new Error('the test threw nothing');
      } finally {
        left -= 1;
        if (left === 0) for (const teardown of teardowns) await teardown();
      }
    });
  inner.run();
}
