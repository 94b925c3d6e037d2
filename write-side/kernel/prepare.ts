// From what a rule emitted to what the log stores: an id, an envelope, and personal and health fields sealed.
import type { Message } from '#domain/kernel/decider.ts';
import type { Meta } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { NewEvent } from '#domain/kernel/event-store.ts';
import type { Seal } from '#domain/kernel/sealing.ts';
import type { EventContract } from './contract.ts';
import { type Grounds, holdsHealth } from './lawful.ts';
import { eventId } from './ids.ts';
import type { Order } from './order.ts';

/** Events with the data subject of each, and of single fields that are about somebody else. */
export type Emitted = readonly { event: Message; subject: string | undefined; others?: Readonly<Record<string, string>> }[];

/** `grounds`: why health data may be stored, where somebody looked. */
export function prepare(seal: Seal, { contract, target: { tenant }, cause, at, mark }: Order, emitted: Emitted, grounds?: Grounds): Promise<NewEvent[]> {
  const envelope = {
    ...{ tenant, actor: cause.actor, correlationId: cause.correlationId, causationId: cause.causationId ?? cause.id },
    ...{ schema: contract.slice.schema, occurredAt: at, ...(cause.traceparent && { traceparent: cause.traceparent }) },
  };
  const why = grounds && { purpose: grounds.purpose, lawfulBasis: grounds.basis };
  return Promise.all(
    emitted.map(async ({ event: { type, data }, subject, others = {} }, index) => {
      const id = eventId(mark, index);
      const of = (field: string) => others[field] ?? subject;
      const own = contract.events.get(type)!;
      const about = { ...(subject && { subject }), ...(Object.keys(others).length > 0 && { subjects: others }), ...(why && holdsHealth(own, data) && why) };
      const meta: Meta = { ...envelope, ...about };
      return { id, type, data: await sealFields(seal, { tenant, of, event: id }, data as Record<string, unknown>, own), meta };
    }),
  );
}

type Context = { readonly tenant: string; readonly of: (field: string) => string | undefined; readonly event: string };
async function sealFields(
  seal: Seal,
  { tenant, of, event }: Context,
  data: Record<string, unknown>,
  { sealed, personal }: Pick<EventContract, 'sealed' | 'personal'>,
): Promise<object> {
  const present = sealed.filter((name) => data[name] !== undefined);
  const bySubject = [...Map.groupBy(present, of)];
  const all = await Promise.all(
    bySubject.map(([subject, names]) => {
      if (!subject) throw new HubError('bug', 'event.without-subject', `${names.join(', ')} cannot be sealed: the event names no person`);
      return seal({ tenant, subject, event, personal }, Object.fromEntries(names.map((name) => [name, data[name]])));
    }),
  );
  return Object.assign({}, data, ...all);
}
