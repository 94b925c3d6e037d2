import * as assert from 'uvu/assert';
import type { Delivery } from '#domain/kernel/event-store.ts';
import { spec } from '#infra/testing/spec.ts';
import { pauseMs, sideBySide } from './side-by-side.ts';

function deliveries(...ids: string[]) {
  const said: string[] = [];
  const ends = (id: string) => ({ ack: async () => void said.push(`ack ${id}`), retry: async () => void said.push(`retry ${id}`), park: async () => {} });
  const all = ids.map(
    (id, attempt) => ({ event: { stream: { tenant: 'acme', slice: 'payment', id } }, attempt: attempt + 1, ...ends(id) }) as unknown as Delivery,
  );
  return {
    said,
    each: (async function* () {
      yield* all;
    })(),
  }; // prettier-ignore
}

spec('calls outside, side by side', (it) => {
  it('a slow stream holds up no other, and its own events stay in turn', async () => {
    const { said, each } = deliveries('slow', 'fast', 'slow');
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    const order: string[] = [];
    const running = sideBySide(
      each,
      async ({ event, attempt, ack }) => {
        order.push(`${event.stream.id} ${attempt}`);
        if (attempt === 1) await gate;
        await ack();
        if (event.stream.id === 'fast') release();
      },
      new AbortController().signal,
    );
    await running;
    assert.equal(
      [order, said],
      [
        ['slow 1', 'fast 2', 'slow 3'],
        ['ack fast', 'ack slow', 'ack slow'],
      ],
    );
  });
  it('trying again waits longer each time, and not at all once the hub stops', async () => {
    assert.equal([1, 2, 3, 20].map(pauseMs), [500, 1_000, 2_000, 60_000]);
    const stopping = new AbortController();
    stopping.abort();
    const { said, each } = deliveries('a');
    await sideBySide(each, ({ retry }) => retry('away'), stopping.signal);
    assert.equal(said, ['retry a']);
  });
});
