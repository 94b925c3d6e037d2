// From what a rule emitted to what the log stores: an id, an envelope, and personal and health fields sealed.
import type { Message } from '#domain/kernel/decider.ts';
import type { Cause } from '#domain/kernel/dispatch.ts';
import type { Meta, StreamId } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { NewEvent } from '#domain/kernel/event-store.ts';
import type { Seal } from '#domain/kernel/sealing.ts';
import type { Contract } from './contract.ts';
import { commandMark, eventId } from './ids.ts';

/** `emitted` with the data subject of each; `at`: ISO time of the command. */
export type Emitted = { readonly events: readonly { event: Message; subject: string | undefined }[]; readonly at: string };

export function prepare(seal: Seal, contract: Contract, stream: StreamId, cause: Cause, { events, at }: Emitted): Promise<NewEvent[]> {
  const mark = commandMark(cause.id, stream);
  const envelope = {
    ...{ tenant: stream.tenant, actor: cause.actor, correlationId: cause.correlationId, causationId: cause.causationId ?? cause.id },
    ...{ schema: contract.slice.schema, occurredAt: at },
  };
  return Promise.all(
    events.map(async ({ event: { type, data }, subject }, index) => {
      const id = eventId(mark, index);
      const meta: Meta = { ...envelope, ...(subject && { subject }) };
      const sealed = contract.events.get(type)!.sealed;
      return { id, type, data: await sealFields(seal, { tenant: stream.tenant, subject, event: id }, data as Record<string, unknown>, sealed), meta };
    }),
  );
}

type Context = { readonly tenant: string; readonly subject: string | undefined; readonly event: string };
async function sealFields(seal: Seal, { tenant, subject, event }: Context, data: Record<string, unknown>, names: readonly string[]): Promise<object> {
  const present = names.filter((name) => data[name] !== undefined);
  if (present.length === 0) return data;
  if (!subject) throw new HubError('bug', 'event.without-subject', `${present.join(', ')} cannot be sealed: the event names no person`);
  return { ...data, ...(await seal({ tenant, subject, event }, Object.fromEntries(present.map((name) => [name, data[name]])))) };
}
