// What is said over WhatsApp and Instagram by Meta's own protocol, with everything that a provider and a network do: busy, broken, slow, cut off
// after the effect, deaths of the process in between, and statuses that come late, twice and in any order.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { getIn } from '#domain/kernel/id-map.ts';
import { startFakeMeta } from '#infra/testing/fakes/meta.ts';
import type { Fault } from '#infra/testing/fakes/server.ts';
import { clinic, staff, tenant } from '#infra/testing/meta-world.ts';
import { spec } from '#infra/testing/spec.ts';
import type { Connection } from '#write-side/adapter/connections.ts';
import { hooksOf } from './meta.ts';

const graph = (status: number, code: number): Fault => ({ status, json: { error: { message: '', code } } });
const FAULTS: readonly Fault[] = [
  'cut-before',
  'cut-after',
  { slow: 2 },
  { status: 500 },
  graph(503, 2),
  graph(400, 130_429),
  graph(429, 4),
  graph(400, 131_026),
];

spec('messages by Meta’s protocol', (it) => {
  it('each reaches the customer once or is said to have failed, in the order in which they were said, under faults, deaths and any order of statuses', async () => {
    const step = fc.record({
      act: fc.constantFrom('say', 'deliver', 'deliver', 'deliver', 'status', 'status', 'pass'),
      pick: fc.nat(1000),
      to: fc.nat(1),
    });
    const fault = fc.record({ at: fc.nat(40), of: fc.constantFrom(...FAULTS) });
    const deaths = fc.option(fc.record({ at: fc.nat(60), after: fc.boolean() }), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 70 }), fc.array(fault, { maxLength: 12 }), deaths, async (steps, faults, death) => {
        const fake = await startFakeMeta();
        try {
          const world = clinic(fake);
          const phones = ['905550000001', '905550000002'];
          for (const [n, phone] of phones.entries()) await world.hear('whatsapp', fake.said(phone, 'merhaba', `wamid.in.${n}`));
          const conversations = await Promise.all(phones.map((phone) => world.conversation('whatsapp', phone)));
          let calls = 0;
          fake.faults.always(() => faults.find(({ at }) => at === calls++ % 41)?.of);
          world.die(death);
          const tell = async (pick: number) => {
            const one = fake.taken[pick % Math.max(1, fake.taken.length)];
            if (one) await world.hear('whatsapp', fake.status(one, (['sent', 'delivered', 'read'] as const)[pick % 3]!));
          };
          let said = 0;
          for (const { act, pick, to } of steps) {
            if (act === 'say')
              await world.give(
                conversations[to]!,
                'SendMessage',
                { messageId: randomUUID().replace(/^(.{14})./, '$17'), content: { text: `n${said++}` } },
                staff,
              );
            if (act === 'deliver' && world.waiting.length > 0) await world.deliver(pick, pick % 5 === 0);
            if (act === 'status') await tell(pick);
            if (act === 'pass') await world.pass(3, conversations);
          }
          fake.faults.none();
          for (let left = 500; ; left -= 1) {
            assert.ok(left > 0, 'it does not end');
            while (world.waiting.length > 0) await world.deliver(0);
            if (conversations.every((stream) => world.stateOf(stream).line.length === 0)) break;
            await world.pass(20, conversations);
          }
          for (const one of [...fake.taken].reverse()) for (const word of ['read', 'sent'] as const) await world.hear('whatsapp', fake.status(one, word));
          const texts = new Map<string, string[]>();
          for (const { to, text } of fake.taken) texts.set(to, [...(texts.get(to) ?? []), text]);
          for (const [n, stream] of conversations.entries()) {
            const ids = world.idsIn(stream);
            const reached = fake.taken.filter(({ to }) => to === phones[n]).map(({ mark }) => mark!.split(' ')[1]!);
            assert.equal(
              reached,
              ids.filter((id) => reached.includes(id)),
              'once each, in their order',
            );
            for (const id of ids) assert.is(getIn(world.stateOf(stream).messages, id)?.status, reached.includes(id) ? 'read' : 'failed');
          }
        } finally {
          await fake.close();
        }
      }),
      { numRuns: 25 },
    );
  });

  it('advertising that waits when the consent is withdrawn, or the contact says stop, never leaves', async () => {
    const fake = await startFakeMeta();
    try {
      const world = clinic(fake);
      const patient = randomUUID();
      const agreed = (type: string, data: object) => world.give({ tenant, slice: 'consent', id: patient }, type, data, staff);
      await world.hear('whatsapp', fake.said('905550000003', 'merhaba', 'wamid.in.3'));
      const stream = await world.conversation('whatsapp', '905550000003');
      await world.give(stream, 'LinkConversation', { patientId: patient }, staff);
      await world.give(stream, 'AllowMarketing', { evidence: 'form 7' }, staff);
      await agreed('AcknowledgeNotice', { text: 'v1', language: 'tr' });
      const advertise = async (before: () => Promise<unknown>) => {
        await world.give(stream, 'SendMessage', { messageId: randomUUID(), content: { text: 'kampanya' }, purpose: 'marketing' }, staff);
        await before();
        while (world.waiting.length > 0) await world.deliver(0);
        return getIn(world.stateOf(stream).messages, world.idsIn(stream).at(-1)!)!.status;
      };
      const grant = () => agreed('GrantConsent', { purpose: 'marketing-whatsapp', text: 'v1', language: 'tr' });
      assert.is(await advertise(grant), 'sent');
      assert.is(await advertise(() => agreed('WithdrawConsent', { purpose: 'marketing-whatsapp' })), 'failed');
      await grant();
      assert.is(await advertise(() => world.give(stream, 'StopMarketing', {}, staff)), 'failed');
      assert.is(fake.taken.length, 1);
    } finally {
      await fake.close();
    }
  });

  it('our own words that Instagram tells us of are never taken for a person’s, also before it has answered', async () => {
    const fake = await startFakeMeta();
    try {
      const world = clinic(fake);
      await world.hear('instagram', fake.saidDirectly('ig-user', 'merhaba', 'mid.in.1'));
      const stream = await world.conversation('instagram', 'ig-user');
      for (const fault of ['cut-after', undefined] as const) {
        await world.give(stream, 'SendMessage', { messageId: randomUUID().replace(/^(.{14})./, '$17'), content: { text: `yanıt ${fault}` } });
        if (fault) fake.faults.next(fault);
        while (world.waiting.length > 0) await world.deliver(0);
        const [one] = [fake.taken.at(-1)!];
        for (let n = 0; n < 3; n += 1) await world.hear('instagram', fake.echo(one));
      }
      assert.equal([world.idsIn(stream).map((id) => getIn(world.stateOf(stream).messages, id)?.status), world.stateOf(stream).mode], [['sent', 'sent'], 'bot']);
      await world.hear('instagram', fake.echo({ id: 'mid.by.hand', to: 'ig-user', text: 'Buyurun, ben Ayşe' }));
      assert.equal([world.store.log.filter(({ type }) => type === 'MessageEchoed').length, world.stateOf(stream).mode], [1, 'human']);
    } finally {
      await fake.close();
    }
  });

  it('what is not signed by the account’s app is nothing, and the address answers the question only with the right word', async () => {
    const fake = await startFakeMeta();
    try {
      const hook = hooksOf().whatsapp!;
      const account = { signing: [{ appSecret: 'another' }, fake.secrets], secrets: fake.secrets } as unknown as Connection;
      const { body, headers } = fake.signed(fake.said('905550000001', 'merhaba', 'wamid.1'));
      const request = (bytes: Buffer, more: Record<string, string | undefined> = headers) => ({
        body: bytes,
        headers: more,
        query: {},
        url: '',
        at: new Date(),
      });
      assert.ok(hook.isGenuine(account, request(Buffer.from(body))));
      for (let i = 0; i < body.length; i += 5) {
        const bytes = Buffer.from(body);
        bytes[i]! ^= 1;
        assert.not(hook.isGenuine(account, request(bytes)));
      }
      assert.not(hook.isGenuine(account, request(Buffer.from(body), {})));
      assert.not(hook.isGenuine(account, request(Buffer.from(body), { 'x-hub-signature-256': 'sha256=00' })));
      const asked = { 'hub.mode': 'subscribe', 'hub.verify_token': fake.secrets.verifyToken, 'hub.challenge': '4711' };
      assert.is(hook.challenge!(account, asked), '4711');
      assert.is(hook.challenge!(account, { ...asked, 'hub.verify_token': 'guessed' }), undefined);
      assert.is(hook.challenge!(account, { ...asked, 'hub.mode': 'unsubscribe' }), undefined);
    } finally {
      await fake.close();
    }
  });
});
