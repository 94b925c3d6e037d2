// A shop in memory with the real rules and reactors, in which whoever holds the dice decides what happens next: any waiting delivery, again or
// not, and whether the process dies before or after a command.
import { randomUUID } from 'node:crypto';
import { commerceSlices } from '../../domain/commerce.ts';
import { fold } from '../../domain/kernel/decider.ts';
import type { Dispatch, Outcome } from '../../domain/kernel/dispatch.ts';
import type { Recorded, StreamId } from '../../domain/kernel/envelope.ts';
import { HubError } from '../../domain/kernel/errors.ts';
import { derivedId } from '../../write-side/kernel/ids.ts';
import { makeDispatch } from '../../write-side/kernel/dispatch.ts';
import { carryOut, type Reactor } from '../../write-side/kernel/reactor.ts';
import { stockStream } from '../../write-side/inventory/stock-of.ts';
import { makeMemoryStore, pretendOpen, pretendSeal } from './memory-store.ts';

export const tenant = 'acme';
export const START = Date.UTC(2026, 5, 1, 9);
export const orderStream = (id: string): StreamId => ({ tenant, slice: 'order', id });
export const paymentStream = (id: string): StreamId => ({ tenant, slice: 'payment', id });

export function makeWorld(reactors: readonly Reactor[]) {
  const store = makeMemoryStore();
  let now = START;
  let commands = 0;
  /** Dies at this command: before it is given, or after it was stored. */
  let death: { readonly at: number; readonly after: boolean } | undefined;
  const real = makeDispatch({ store, seal: pretendSeal, open: pretendOpen, slices: commerceSlices, now: () => new Date(now) });
  const mortal: Dispatch = async (...order) => {
    const dies = death?.at === commands++;
    const died = new HubError('unavailable', 'test.died', 'died');
    if (dies && !death!.after) throw died;
    const outcome = await real(...order);
    if (dies) throw died;
    return outcome;
  };
  const waiting: { reactor: Reactor; event: Recorded }[] = [];
  let seen = 0;
  const notice = () => {
    for (const event of store.log.slice(seen)) for (const reactor of reactors) if (reactor.types.includes(event.type)) waiting.push({ reactor, event });
    seen = store.log.length;
  };
  const give = async (stream: StreamId, type: string, data: object, id: string = randomUUID()): Promise<Outcome> => {
    const outcome = await real(stream, { type, data }, { id, actor: { id: 'test', kind: 'system', role: 'test' }, correlationId: 'c' });
    notice();
    return outcome;
  };
  return {
    store,
    waiting,
    give,
    /** Refusals nobody expected: what a real hub would park. */
    parked: [] as string[],
    commands: () => commands,
    die: (at: typeof death) => void (death = at),
    pass: (minutes: number) => void (now += minutes * 60_000),
    state: <S>(stream: StreamId): S => {
      const { decider } = commerceSlices.find(({ name }) => name === stream.slice)!;
      const own = store.log.filter((e) => e.stream.slice === stream.slice && e.stream.id === stream.id);
      return fold(decider, own as never) as S;
    },
    events: (type: string) => store.log.filter((e) => e.type === type),
    /** Handles the waiting delivery that `pick` points at; one that fails, or is to come `again`, stays. */
    async deliver(pick: number, again = false): Promise<void> {
      const index = pick % waiting.length;
      const { reactor, event } = waiting[index]!;
      try {
        for (const { outcome } of await carryOut(reactor, mortal, event)) if ('rejected' in outcome) this.parked.push(`${reactor.name} ${outcome.rejected}`);
        if (!again) waiting.splice(index, 1);
      } catch (error) {
        if (!(error instanceof HubError) || error.kind !== 'unavailable') throw error;
      }
      notice();
    },
    async drain(): Promise<void> {
      for (let left = 5000; waiting.length > 0; left--) {
        if (left === 0) throw new Error(`does not end: ${waiting.map(({ reactor, event }) => `${reactor.name} ${event.type}`).join(', ')}`);
        await this.deliver(0);
      }
    },
  };
}
export type World = ReturnType<typeof makeWorld>;

export const product = (n: number): string => derivedId('product', String(n));
export const stock = (n: number): StreamId => stockStream(tenant, product(n), 'main');
export const track = (world: World, n: number, opening: number) =>
  world.give(stock(n), 'TrackStock', { offeringId: product(n), location: 'main', threshold: 0, opening });
export const place = (world: World, id: string, lines: readonly { product: number; quantity: number }[]) =>
  world.give(orderStream(id), 'PlaceOrder', {
    contactId: derivedId('contact', id),
    customer: { name: 'Ayşe Demir' },
    timezone: 'Europe/Istanbul',
    paymentMethod: 'credit_card',
    lines: lines.map((line) => ({
      offeringId: product(line.product),
      name: `product ${line.product}`,
      quantity: line.quantity,
      shippingCost: 0,
      location: 'main',
      prices: [{ from: '2026-01-01T00:00:00.000Z', amount: 45_000, currency: 'TRY', taxRate: 1800 }],
    })),
  });
