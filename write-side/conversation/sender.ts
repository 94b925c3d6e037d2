// Sends what is said on channels that a provider carries. The conversation itself is the outbox: whoever is answered MessageReleased calls the
// provider, once; whoever is killed in between leaves the rest to what the provider tells, and nothing is sent a second time.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StoredConversationEvent } from '#domain/conversation/messages.ts';
import { isRejection } from '#domain/kernel/decider.ts';
import type { Dispatch, Outcome } from '#domain/kernel/dispatch.ts';
import type { Recorded, StreamId } from '#domain/kernel/envelope.ts';
import { HubError, toHubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Open } from '#domain/kernel/sealing.ts';
import type { Connection, Connections } from '#write-side/adapter/connections.ts';
import { marketingLacks } from '#write-side/consent/purpose.ts';
import type { Bulkhead } from '#write-side/kernel/bulkhead.ts';
import { eventsOf } from '#write-side/kernel/facts.ts';
import type { Contacts } from './contact.ts';
import { isAllowed, isMarketing, outgoing } from './outgoing.ts';
import type { Carriers, Outgoing } from './ports.ts';

export const SENDER = 'sender';
/** Something waits, or what was before it has left. */
export const SENDER_TYPES = ['MessageQueued', 'MessageResumed', 'MessageSent', 'MessageFailed'] as const;
type Handled = Recorded<Extract<StoredConversationEvent, { type: (typeof SENDER_TYPES)[number] }>>;
type Carried = { readonly channel: keyof Carriers } & NonNullable<Carriers[keyof Carriers]>;

const [FIRST_MS, LONGEST_MS] = [5_000, 900_000];
const [TELL_AGAIN_MS, TELL_TIMES] = [500, 20];

export type SenderDeps = {
  readonly store: StreamReader;
  readonly dispatch: Dispatch;
  /** Opens contacts and what is said to them. */
  readonly open: Open;
  readonly contacts: Contacts;
  readonly connections: Connections;
  readonly carriers: Carriers;
  readonly bulkhead: Bulkhead;
  readonly now?: () => number;
};

/** What to do about one event of SENDER_TYPES. Throws HubError `unavailable` when it has to be given again. */
export function makeSender({ store, dispatch, open, contacts, connections, carriers, bulkhead, now = Date.now }: SenderDeps) {
  const iso = () => new Date(now()).toISOString();

  /** A new command id each time: whoever is answered an event has made it, now. Given again until the store answers, since a call may have been made. */
  async function give(event: Recorded, type: string, data: object): Promise<Outcome> {
    const { correlationId, traceparent } = event.meta;
    const cause = { id: randomUUID(), actor: { id: SENDER, kind: 'system', role: 'reactor' }, correlationId, causationId: event.id, traceparent } as const;
    for (let left = TELL_TIMES; ; left -= 1)
      try {
        return await dispatch(event.stream, { type, data }, cause);
      } catch (error) {
        if (toHubError(error).kind !== 'unavailable' || left === 0) throw error;
        await sleep(TELL_AGAIN_MS);
      }
  }
  const fail = async (event: Recorded, messageId: string, code: string): Promise<void> =>
    void (await give(event, 'ReportDelivery', { messageId, status: 'failed', reportedAt: iso(), code: code.replaceAll(/[^\w.-]/g, '_').slice(0, 64) }));
  /** Ever longer, and spread, so that what waited together does not come back together. */
  const delay = async (event: Recorded, messageId: string, code: string, leastMs = 0): Promise<void> => {
    const attempt = event.type === 'MessageResumed' ? (event as Handled & { type: 'MessageResumed' }).data.attempt : 0;
    const ms = Math.max(leastMs, Math.min(FIRST_MS * 2 ** attempt, LONGEST_MS)) * (1 + Math.random() / 4);
    await give(event, 'DelayMessage', { messageId, until: new Date(now() + ms).toISOString(), code });
  };

  async function call(event: Recorded, { channel, carrier }: Carried, connection: Connection, message: Outgoing): Promise<void> {
    const { messageId } = message;
    const taken = await carrier.send(connection, message).catch((thrown: unknown) => toHubError(thrown));
    if (taken instanceof HubError) return notTaken(event, messageId, taken);
    const externalKey = await contacts.externalKey(event.stream.tenant, channel, taken.externalId);
    await give(event, 'ReportDelivery', { messageId, externalKey, externalId: taken.externalId, status: 'sent', reportedAt: iso() });
  }
  async function notTaken(event: Recorded, messageId: string, { kind, code, detail }: HubError): Promise<void> {
    if (kind !== 'unavailable') return fail(event, messageId, typeof detail['code'] === 'string' ? detail['code'] : code);
    if (detail['effect'] === 'none') await delay(event, messageId, code, Number(detail['retryAfter'] ?? 0) * 1000);
    // Else nobody knows: what the provider tells of it decides, and where it tells nothing a deadline gives up.
  }

  /** The message that is ours to send now; undefined when it is not its turn, or nothing waits. */
  async function release(event: Handled, asked: string | undefined): Promise<{ messageId: string; events: Recorded[] } | undefined> {
    const outcome = await give(event, 'ReleaseMessage', asked ? { messageId: asked } : {});
    if (isRejection(outcome) || !outcome.events.includes('MessageReleased')) return undefined;
    const events = await eventsOf(store, event.stream);
    return { messageId: (events[outcome.revision as number]!.data as { messageId: string }).messageId, events };
  }
  async function send(event: Handled, asked: string | undefined, carried: Carried): Promise<void> {
    const released = await release(event, asked);
    if (!released) return;
    const { messageId, events } = released;
    const connection = await connections.of(event.stream.tenant, carried.provider);
    const message = connection ? await allowed(event.stream, events, messageId) : 'not-connected';
    if (connection && typeof message === 'object') await call(event, carried, connection, message);
    else await fail(event, messageId, message as string);
  }
  /** Asked again right before the call, since somebody may have withdrawn while it waited. */
  async function allowed(stream: StreamId, events: readonly Recorded[], messageId: string): Promise<Outgoing | string> {
    if (isMarketing(events, messageId) && (!isAllowed(events) || (await marketingLacks(store, stream, events)))) return 'consent-missing';
    return outgoing(open, stream, events, messageId, iso());
  }
  async function carriedOn(stream: StreamId): Promise<Carried | undefined> {
    for await (const first of store.read(stream, { from: 0, to: 0 })) {
      const { channel } = first.data as { channel?: keyof Carriers };
      const found = channel && carriers[channel];
      return found && { channel, ...found };
    }
    return undefined;
  }

  return async (recorded: Recorded): Promise<void> => {
    const event = recorded as Handled;
    const carried = await carriedOn(event.stream);
    if (!carried) return;
    const asked = event.type === 'MessageQueued' || event.type === 'MessageResumed' ? event.data.messageId : undefined;
    const taken = await bulkhead.enter(`${event.stream.tenant}/${carried.provider}`, () => send(event, asked, carried));
    if (!taken && asked) await delay(event, asked, 'busy');
    if (!taken && !asked) throw new HubError('unavailable', 'channel.busy', 'Too many messages wait for this account.');
  };
}
