// Conversations go with their contact: to whomever it is known to belong to, and no further once it belongs to somebody else.
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { StoredIdentityEvent } from '#domain/identity/messages.ts';
import type { Order, Reactor } from '#write-side/kernel/reactor.ts';
import { patientOf } from './holder.ts';

const TYPES = ['ContactLinked', 'ContactMoved', 'ContactUnlinked', 'ContactChangedHands'] as const;
type Told = Extract<StoredIdentityEvent, { type: (typeof TYPES)[number] }>;

export function makeContactFollows(store: StreamReader): Reactor {
  async function react(recorded: Recorded): Promise<readonly Order[]> {
    const { type, data, stream } = recorded as Recorded<Told>;
    const order = (command: Order['command']) => data.conversations.map((id) => ({ to: { tenant: stream.tenant, slice: 'conversation', id }, command }));
    if (type === 'ContactChangedHands') return order({ type: 'LoseContact', data: {} });
    const patientId = 'holderId' in data ? await patientOf(store, stream.tenant, data) : undefined;
    const was = 'formerId' in data ? await patientOf(store, stream.tenant, { holderKind: data.formerKind, holderId: data.formerId }) : undefined;
    return order({ type: 'FollowContact', data: { ...(patientId && { patientId }), ...(was && { was }) } });
  }
  // A channel on which nobody has spoken yet has no conversation to tell.
  return { name: 'contact-follows', types: TYPES, react, expected: ['conversation.unknown'] };
}
