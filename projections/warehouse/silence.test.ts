import { setImmediate as turn } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { orSilence } from './silence.ts';

/** Gives `items`, then nothing until it is aborted. */
async function* quiet(items: readonly number[], signal: AbortSignal): AsyncGenerator<number> {
  yield* items;
  while (!signal.aborted) await turn();
}
const never = new AbortController().signal;

spec('a source that may fall silent', (it) => {
  it('gives every item in order, and says that nothing came', async () => {
    const seen: (number | undefined)[] = [];
    for await (const item of orSilence(
      (signal) => quiet([1, 2, 3], signal),
      never,
      () => 1,
    )) {
      seen.push(item);
      if (seen.filter((one) => one === undefined).length === 2) break;
    }
    assert.equal(
      seen.filter((one) => one !== undefined),
      [1, 2, 3],
    );
  });
  it('is waited for as long as it takes when nobody is impatient', async () => {
    const stop = new AbortController();
    const seen: unknown[] = [];
    for await (const item of orSilence(
      (signal) => quiet([1, 2], signal),
      stop.signal,
      () => undefined,
    )) {
      seen.push(item);
      if (item === 2) setImmediate(() => stop.abort());
    }
    assert.equal(seen, [1, 2]);
  });
  it('is told to end when its reader leaves while it is silent, and what it failed with reaches the reader', async () => {
    let told = false;
    const open = async function* (signal: AbortSignal): AsyncGenerator<number> {
      yield* quiet([], signal);
      told = true;
    };
    for await (const item of orSilence(open, never, () => 1)) if (item === undefined) break;
    assert.ok(told);
    const failing = async function* (): AsyncGenerator<number> {
      yield 1;
      throw new Error('gone');
    };
    const read = async () => {
      for await (const item of orSilence(failing, never, () => 1000)) assert.is(item, 1);
    };
    assert.match(String(await read().catch((error: unknown) => error)), 'gone');
  });
});
