// A clinic whose WhatsApp and Instagram accounts are at a stand-in for Meta: the sender and what webhooks tell, over a store in memory, with
// deaths at any command and a clock that is set.
import { randomUUID } from 'node:crypto';
import * as assert from 'uvu/assert';
import type { CHANNELS } from '#domain/conversation/channels.ts';
import { conversationSlice } from '#domain/conversation/slice.ts';
import type { OpenedConversation } from '#domain/conversation/state.ts';
import { slices } from '#domain/index.ts';
import { fold } from '#domain/kernel/decider.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { Recorded, StreamId } from '#domain/kernel/envelope.ts';
import { getIn } from '#domain/kernel/id-map.ts';
import { makeGuard } from '#infra/calls/guard.ts';
import { carriersOf, hooksOf } from '#infra/meta/meta.ts';
import type { Connection } from '#write-side/adapter/connections.ts';
import { makeTake } from '#write-side/adapter/take.ts';
import { makeContacts } from '#write-side/conversation/contact.ts';
import { makeOnItsWay } from '#write-side/conversation/on-its-way.ts';
import { makeSender, SENDER_TYPES } from '#write-side/conversation/sender.ts';
import { makeBulkhead } from '#write-side/kernel/bulkhead.ts';
import { makeDispatch } from '#write-side/kernel/dispatch.ts';
import type { FakeMeta, MetaEvent } from './fakes/meta.ts';
import { makeMemoryStore, pretendDigest, pretendOpen, pretendSeal } from './memory-store.ts';

export const tenant = 'acme';
export const staff = { id: '0190d0c0-0000-7000-8000-000000000002', kind: 'staff', role: 'coordinator' } as const;
const system = { id: 'test', kind: 'system', role: 'test' } as const;

class Died extends Error {}

export function clinic(fake: FakeMeta) {
  const store = makeMemoryStore();
  let now = Date.now();
  let commands = 0;
  let death: { readonly at: number; readonly after: boolean } | undefined;
  const real = makeDispatch({ store, seal: pretendSeal, open: pretendOpen, slices, now: () => new Date(now) });
  const mortal: Dispatch = async (...order) => {
    const dies = death?.at === commands++;
    if (dies && !death!.after) throw new Died();
    const outcome = await real(...order);
    if (dies) throw new Died();
    return outcome;
  };
  const contacts = makeContacts({ store, tenantDigest: pretendDigest });
  const of = (provider: 'whatsapp' | 'instagram', account: string): Connection => ({
    ...{ tenant, provider, account, settings: {}, secrets: fake.secrets, signing: [fake.secrets], hooks: [1] },
  });
  const accounts = { whatsapp: of('whatsapp', fake.whatsAppAccount), instagram: of('instagram', fake.instagramAccount) };
  const connections = { of: async (_: string, provider: string) => accounts[provider as keyof typeof accounts] };
  const carriers = carriersOf({ origin: fake.url, guard: makeGuard({ firstMs: 0, longestMs: 0 }) });
  const onEvent = makeSender({ store, dispatch: mortal, open: pretendOpen, contacts, connections, carriers, bulkhead: makeBulkhead(), now: () => now });
  const take = makeTake({ dispatch: real, store, contacts, onItsWay: makeOnItsWay({ store, open: pretendOpen }) });
  const hooks = hooksOf();

  const waiting: Recorded[] = [];
  let seen = 0;
  const notice = () => {
    waiting.push(...store.log.slice(seen).filter(({ type }) => (SENDER_TYPES as readonly string[]).includes(type)));
    seen = store.log.length;
  };
  const give = async (stream: StreamId, type: string, data: object, actor: typeof staff | typeof system = system) => {
    const outcome = await real(stream, { type, data }, { id: randomUUID(), actor, correlationId: 'c' });
    notice();
    return outcome;
  };
  const stateOf = (stream: StreamId) =>
    fold(conversationSlice.decider, store.log.filter((e) => e.stream.id === stream.id) as never) as unknown as OpenedConversation;
  const idsIn = (stream: StreamId) =>
    store.log.filter((e) => e.stream.id === stream.id && e.type === 'MessageQueued').map((e) => (e.data as { messageId: string }).messageId);

  return {
    store,
    waiting,
    give,
    stateOf,
    idsIn,
    commands: () => commands,
    die: (at: typeof death) => void (death = at),
    conversation: async (channel: (typeof CHANNELS)[number], identity: string) => (await contacts.of(tenant, channel, identity)).conversation,
    async hear(provider: 'whatsapp' | 'instagram', event: MetaEvent): Promise<void> {
      const { body, headers } = fake.signed(event);
      const request = { body: Buffer.from(body), headers, query: {}, url: '', at: new Date(now) };
      assert.ok(hooks[provider]!.isGenuine(accounts[provider], request));
      for (const { heard } of await hooks[provider]!.read(accounts[provider], request)) await take(tenant, provider, heard, 'c');
      notice();
    },
    async deliver(pick: number, again = false): Promise<void> {
      const index = pick % waiting.length;
      try {
        await onEvent(waiting[index]!);
        if (!again) waiting.splice(index, 1);
      } catch (error) {
        if (!(error instanceof Died)) throw error;
      }
      notice();
    },
    /** What deadlines would do by then. */
    async pass(minutes: number, conversations: readonly StreamId[]): Promise<void> {
      now += minutes * 60_000;
      for (const stream of conversations)
        for (const messageId of idsIn(stream)) {
          const message = getIn(stateOf(stream).messages, messageId)!;
          if (message.delayed) await give(stream, 'ResumeMessage', { messageId });
          if (message.status === 'released') await give(stream, 'GiveUpMessage', { messageId });
        }
    },
  };
}
