import * as assert from 'uvu/assert';
import { checkpointText } from '#projections/ledger/note.ts';
import type { Stamp } from '#projections/ledger/ports.ts';
import { spec } from '../testing/spec.ts';
import { makeStamping } from './stamping.ts';

const HOUR = 3_600_000;
const noteOf = (size: number) => `${checkpointText({ origin: 'a', size, root: Buffer.alloc(32), extensions: [] })}\n— a AAAAAAA=\n`;

/** Runs until `enough`; `asked` are the sizes the authority was asked about. */
function world({ fails = 0, everyMs = HOUR } = {}) {
  const sizes = new Map<string, number>();
  const kept = new Map<string, Stamp[]>();
  const state = { fails, faults: 0, asked: [] as number[] };
  const told = new AbortController();
  const stamping = makeStamping({
    ask: async (text) => {
      if ((state.fails -= 1) >= 0) throw new Error('away');
      state.asked.push(Number(text.split('\n')[1]));
      return { token: Buffer.of(1), at: new Date() };
    },
    checkpoint: (tenant) => (sizes.has(tenant) ? noteOf(sizes.get(tenant)!) : undefined),
    newest: (tenant) => kept.get(tenant)?.at(-1),
    keep: async (tenant, stamp) => void kept.set(tenant, [...(kept.get(tenant) ?? []), stamp]),
    onFault: () => void (state.faults += 1),
    ...{ everyMs, lookMs: 1, againMs: 1 },
  });
  const until = async (enough: () => boolean) => {
    while (!enough()) await new Promise((resolve) => setTimeout(resolve, 2));
  };
  const running = stamping.run(told.signal);
  return { stamping, sizes, kept, state, until, stop: () => (told.abort(), running) };
}

spec('when checkpoints are stamped', (it) => {
  it('a log that begins is stamped soon, and then not before its time', async () => {
    const { stamping, sizes, state, until, stop, kept } = world();
    sizes.set('a', 3).set('b', 5);
    stamping.tell(['a', 'b']);
    await until(() => state.asked.length === 2);
    sizes.set('a', 4);
    stamping.tell(['a']);
    sizes.set('c', 9);
    stamping.tell(['c']); // so that what was due has been looked at when this one is done
    await until(() => state.asked.includes(9));
    await stop();
    assert.equal([state.asked.toSorted((a, b) => a - b), kept.get('a')!.map(({ size }) => size)], [[3, 5, 9], [3]]);
    assert.is(kept.get('a')![0]!.note, noteOf(3));
  });
  it('a log that grew and then was quiet still gets the stamp over its last event', async () => {
    const { stamping, sizes, state, until, stop } = world({ everyMs: 20 });
    sizes.set('a', 1);
    stamping.tell(['a']);
    await until(() => state.asked.length === 1);
    sizes.set('a', 2);
    stamping.tell(['a']);
    await until(() => state.asked.length === 2);
    stamping.tell(['a']); // nothing was logged since
    sizes.set('b', 7);
    stamping.tell(['b']);
    await until(() => state.asked.includes(7));
    await stop();
    assert.equal(state.asked, [1, 2, 7]);
  });
  it('an authority that is away is asked again, and nothing waits for it', async () => {
    const { stamping, sizes, state, until, stop } = world({ fails: 3 });
    sizes.set('a', 1);
    assert.is(stamping.tell(['a']), undefined);
    await until(() => state.asked.length === 1);
    await stop();
    assert.is(state.faults, 3);
  });
});
