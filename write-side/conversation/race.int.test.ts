// People, bot and hub at one conversation at once, from several processes, over the real event store.
import { randomUUID } from 'node:crypto';
import * as assert from 'uvu/assert';
import { conversationSlice } from '#domain/conversation/slice.ts';
import { isRejection } from '#domain/kernel/decider.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { Actor, Recorded, StreamId } from '#domain/kernel/envelope.ts';
import type { EventStore } from '#domain/kernel/event-store.ts';
import { anySlice } from '#domain/kernel/slice.ts';
import { serialSlice } from '#domain/serial/slice.ts';
import { startEventStore } from '#infra/embedded/eventstore/start.ts';
import { makeEventStore } from '#infra/eventstore/store.ts';
import { pretendDigest, pretendOpen, pretendSeal } from '#infra/testing/memory-store.ts';
import { spec } from '#infra/testing/spec.ts';
import { makeDispatch } from '#write-side/kernel/dispatch.ts';
import { makeSerials } from '#write-side/serial/registry.ts';
import { identitySlice } from '#domain/identity/slice.ts';
import { conversationPermits } from './permits.ts';
import { identityPermits } from '#write-side/identity/permits.ts';
import { serialPermits } from '#write-side/serial/permits.ts';

const ROUNDS = 12;
const content = { text: 'x' };
const person = (id: string): Actor => ({ id, kind: 'staff', role: 'nurse' });
const bot: Actor = { id: 'chat', kind: 'agent', role: 'chat' };
const cause = (actor: Actor, id: string = randomUUID()) => ({ id, actor, correlationId: 'c' });
const open = (channel: string) => ({ channel, contactId: randomUUID(), identity: '+905551234567' });

spec('a conversation that many want at once', (it, { setup, teardown }) => {
  let server: Awaited<ReturnType<typeof startEventStore>> | undefined;
  let store: EventStore;
  /** As a process of its own: nothing remembered. */
  const process = (): Dispatch =>
    makeDispatch({
      store,
      seal: pretendSeal,
      open: pretendOpen,
      slices: [anySlice(conversationSlice), anySlice(serialSlice), anySlice(identitySlice)],
      permits: { ...conversationPermits, ...serialPermits, ...identityPermits },
      now: () => new Date(),
    });
  const events = async (stream: StreamId): Promise<Recorded[]> => {
    const found: Recorded[] = [];
    for await (const event of store.read(stream)) found.push(event);
    return found;
  };
  const started = async (): Promise<StreamId> => {
    const stream = { tenant: 'acme', slice: 'conversation', id: randomUUID() };
    await process()(
      stream,
      { type: 'ReceiveMessage', data: { ...open('web'), messageId: randomUUID(), kind: 'text', content } },
      cause({ ...bot, kind: 'system' }),
    );
    return stream;
  };
  setup(async () => {
    server = await startEventStore({ data: undefined });
    store = makeEventStore({ url: server.url });
  });
  teardown(async () => {
    await store?.close();
    await server?.stop();
  });

  it('of two people who take over at once one gets it, and the other is told who', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const stream = await started();
      const outcomes = await Promise.all(['ada', 'bora'].map((id) => process()(stream, { type: 'TakeOver', data: {} }, cause(person(id)))));
      const [refused] = outcomes.filter(isRejection);
      const took = (await events(stream)).filter(({ type }) => type === 'HumanTookOver');
      assert.equal([outcomes.filter(isRejection).length, took.length], [1, 1]);
      assert.equal(refused, { rejected: 'conversation.taken', detail: { holder: took[0]!.meta.actor.id } });
    }
  });

  it('no word of the bot stands behind the take-over, and none it had queued before is left to send', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const stream = await started();
      const say = (dispatch: Dispatch) => dispatch(stream, { type: 'SendMessage', data: { messageId: randomUUID(), content } }, cause(bot));
      const bots = [process(), process(), process()];
      await Promise.all([...bots.map(say), process()(stream, { type: 'TakeOver', data: {} }, cause(person('ada'))), ...bots.map(say)]);
      const log = await events(stream);
      const taken = log.findIndex(({ type }) => type === 'HumanTookOver');
      const idsOf = (type: string, list: Recorded[]) => list.flatMap((e) => (e.type === type ? [(e.data as { messageId: string }).messageId] : [])).sort();
      assert.equal(idsOf('MessageQueued', log.slice(taken)), []);
      assert.equal(idsOf('MessageFailed', log), idsOf('MessageQueued', log.slice(0, taken)));
    }
  });

  it('a message that a webhook delivers many times at once is recorded once', async () => {
    const stream = { tenant: 'acme', slice: 'conversation', id: randomUUID() };
    const data = { ...open('whatsapp'), messageId: randomUUID(), kind: 'text', content };
    await Promise.all(Array.from({ length: 16 }, () => process()(stream, { type: 'ReceiveMessage', data }, cause({ ...bot, kind: 'system' }))));
    assert.equal(
      (await events(stream)).map(({ type }) => type),
      ['ConversationOpened', 'MessageReceived'],
    );
  });

  it('of tenants that register one serial number at once, one gets it', async () => {
    const tenants = ['acme', 'globex', 'initech', 'umbrella'];
    const claim = async (tenant: string) => {
      const serials = makeSerials({ dispatch: process(), tenantDigest: pretendDigest });
      await serials.claim(tenant, await serials.deviceId('ARMA-2025-001'), { commandId: randomUUID(), correlationId: 'c' });
      return tenant;
    };
    const settled = await Promise.allSettled(tenants.map(claim));
    const codes = settled.map((one) => (one.status === 'fulfilled' ? 'claimed' : (one.reason as { code: string }).code)).sort();
    assert.equal(codes, ['claimed', 'device.serial-taken', 'device.serial-taken', 'device.serial-taken']);
  });

  it('of several patients who are linked to one number at once, from several processes, one has it and the others are told whose it is', async () => {
    const stream = { tenant: 'acme', slice: 'identity', id: randomUUID() };
    const ids = { contactId: randomUUID(), conversations: [randomUUID()], turn: 0 };
    const link = async (holderId: string) => {
      const data = { channel: 'whatsapp', identity: '+905551234567', holderKind: 'patient', holderId, ...ids };
      return { holderId, outcome: await process()(stream, { type: 'LinkContact', data }, cause(person('ada'))) };
    };
    const answers = await Promise.all(Array.from({ length: 12 }, () => link(randomUUID())));
    const won = answers.filter(({ outcome }) => !isRejection(outcome));
    assert.equal([won.length, (await events(stream)).map(({ type }) => type)], [1, ['ContactLinked']]);
    for (const { outcome } of answers)
      if (isRejection(outcome)) assert.equal(outcome, { rejected: 'contact.taken', detail: { holderKind: 'patient', holderId: won[0]!.holderId } });
  });
});
