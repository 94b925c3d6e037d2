// Recorded events for tests of views, and the row a view makes of them: `given(fold, …events).row(key)`.
import { randomUUID } from 'node:crypto';
import { slices } from '../../domain/index.ts';
import type { Actor, Recorded } from '../../domain/kernel/envelope.ts';
import { type EventSpecs, sealedFields } from '../../domain/kernel/messages.ts';
import { type Open, type Sealed, SHREDDED } from '../../domain/kernel/sealing.ts';
import { rowsOf } from '../../projections/kernel/fold.ts';
import { keyOf } from '../../projections/kernel/hot-rows.ts';
import type { Fold, Keyed } from '../../projections/kernel/projection.ts';

const specs: EventSpecs = Object.assign({}, ...slices.map(({ events }) => events));
export const staff: Actor = { id: '0190d0c0-0000-7000-8000-000000000001', kind: 'staff', role: 'coordinator' };
export const agent: Actor = { id: 'pre-op', kind: 'agent', role: 'pre-op' };

const plain = new Map<string, unknown>();
/** A stand-in that hides a value without a key; `openSealed` finds it again. */
export function sealed(value: unknown, subject: string, event: string, field: string): Sealed {
  const $sealed = `1.${event}${field}`;
  plain.set($sealed, value);
  return { $sealed, subject, event, field };
}
const forgotten = new Set<string>();
/** As if the person's key was destroyed. */
export const forget = (subject: string) => forgotten.add(subject);
export const openSealed: Open = async (_tenant, values) => values.map(({ $sealed, subject }) => (forgotten.has(subject) ? SHREDDED : plain.get($sealed)));

export type Written = {
  tenant?: string;
  stream: string;
  type: string;
  data?: object;
  by?: Actor;
  at?: string;
  cause?: { correlationId: string; causationId: string };
};
export type Log = { readonly events: Recorded[]; write(...written: Written[]): Recorded[] };

/** A log that gives out revisions and positions, and seals what its event's definition says is personal or health. */
export function makeLog(): Log {
  const events: Recorded[] = [];
  const revisions = new Map<string, number>();
  const one = ({ tenant = 'acme', stream, type, data = {}, by = staff, at = '2026-03-04T05:06:07.000Z', cause }: Written): Recorded => {
    const [slice, ...rest] = stream.split('-') as [string, ...string[]];
    const streamId = rest.join('-');
    const id = randomUUID();
    const hidden = sealedFields(specs[type] ?? {});
    const stored = Object.fromEntries(
      Object.entries(data).map(([field, value]) => [field, hidden.includes(field) ? sealed(value, streamId, id, field) : value]),
    );
    const revision = (revisions.get(`${tenant}.${stream}`) ?? -1) + 1;
    revisions.set(`${tenant}.${stream}`, revision);
    const event: Recorded = {
      id,
      type,
      data: stored,
      stream: { tenant, slice, id: streamId },
      revision,
      position: BigInt(events.length + 1) * 100n,
      recordedAt: new Date(Date.parse(at) + 1000),
      meta: { tenant, actor: by, ...(cause ?? { correlationId: id, causationId: `command of ${id}` }), schema: 1, occurredAt: at, subject: streamId },
    };
    events.push(event);
    return event;
  };
  return { events, write: (...written) => written.map(one) };
}

const openedOf = ({ data }: Recorded) => Object.fromEntries(Object.entries(data).map(([k, v]) => [k, plain.get((v as Sealed)?.$sealed)]));

export const given = <R extends Keyed>(fold: Fold<never, R>, events: readonly Recorded[]) => ({
  /** The row of that key in tenant acme, or another. */
  row: (id: string, tenant = 'acme') => (rowsOf(fold as never, events, openedOf).get(keyOf({ tenant, id })) ?? undefined) as R | undefined,
});
