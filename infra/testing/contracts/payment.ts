// What every payment provider's adapter must do, tried on its fake through the provider's own protocol.
import * as assert from 'uvu/assert';
import type { HubError } from '../../../domain/kernel/errors.ts';
import type { PaymentAsk, PaymentProvider } from '../../../write-side/payment/ports.ts';
import type { FakeServer } from '../fakes/server.ts';
import { spec } from '../spec.ts';

export type PaymentWorld = Pick<FakeServer, 'faults' | 'close'> & {
  readonly provider: PaymentProvider;
  /** The same account with a key the provider does not know. */
  readonly stranger: PaymentProvider;
  readonly pay: (session: string) => void;
  readonly expire: (session: string) => void;
  readonly held: (reference: string) => number;
  /** As if so much time had gone by that the provider remembers no idempotency key. */
  readonly forgetKeys: () => void;
};

const thrown = (work: Promise<unknown>): Promise<HubError> =>
  work.then(
    () => assert.unreachable('it succeeded') as never,
    (error: HubError) => error,
  );

export function paymentContract(name: string, start: () => Promise<PaymentWorld>): void {
  spec(`${name}: a payment provider`, (it, { setup, teardown }) => {
    let world: PaymentWorld;
    let count = 0;
    setup(async () => {
      world = await start();
    });
    teardown(() => world?.close());
    const ask = (capture: PaymentAsk['capture'] = 'automatic'): PaymentAsk => ({
      ...{ reference: `0190d0c0-0000-7000-8000-${String(++count).padStart(12, '0')}`, amount: 90_050, currency: 'TRY', capture },
      expiresAt: '2027-01-02T03:34:05.000Z',
    });
    /** Calls until it succeeds, as a reactor does. */
    async function insist<T>(work: () => Promise<T>): Promise<T> {
      for (let left = 10; ; left--)
        try {
          return await work();
        } catch (error) {
          if ((error as HubError).kind !== 'unavailable' || left === 0) throw error;
        }
    }
    const paid = async (capture?: PaymentAsk['capture']) => {
      const asked = ask(capture);
      const { session, url } = await world.provider.open(asked);
      assert.ok(url);
      world.pay(session);
      const [truth] = await world.provider.retrieve(session);
      return { asked, session, id: truth!.providerPaymentId, now: async () => (await world.provider.retrieve(session))[0]! };
    };

    it('a session that nobody paid holds no payment; one that was paid tells whole and in our words what was paid', async () => {
      const asked = ask();
      const { session } = await world.provider.open(asked);
      assert.equal(await world.provider.retrieve(session), []);
      world.pay(session);
      const [truth, ...others] = await world.provider.retrieve(session);
      const { providerPaymentId, ...rest } = truth!;
      assert.ok(providerPaymentId);
      assert.equal([rest, others], [{ reference: asked.reference, status: 'captured', amount: 90_050, currency: 'TRY', refunded: 0, dispute: 'none' }, []]);
    });
    it('a session that ended unpaid is a failed payment', async () => {
      const { session } = await world.provider.open(ask());
      world.expire(session);
      assert.equal(
        (await world.provider.retrieve(session)).map(({ status }) => status),
        ['failed'],
      );
    });
    it('what is only authorised is captured once, however often and under whatever key it is asked', async () => {
      const { asked, id, now } = await paid('manual');
      assert.equal([(await now()).status, world.held(asked.reference)], ['authorised', 0]);
      await world.provider.capture(id, 'key-one');
      await world.provider.capture(id, 'key-one');
      await world.provider.capture(id, 'key-two');
      assert.equal([(await now()).status, world.held(asked.reference)], ['captured', 90_050]);
    });
    it('a refund is paid back once for its key, also when the provider has forgotten the key', async () => {
      const { asked, id, now } = await paid();
      await world.provider.refund(id, 40_000, 'refund-one');
      await world.provider.refund(id, 40_000, 'refund-one');
      world.forgetKeys();
      await world.provider.refund(id, 40_000, 'refund-one');
      assert.equal([(await now()).refunded, world.held(asked.reference)], [40_000, 50_050]);
      await world.provider.refund(id, 50_050, 'refund-two');
      assert.is(world.held(asked.reference), 0);
    });
    it('more than was taken is refused, and is nothing to try again', async () => {
      const { id } = await paid();
      const error = await thrown(world.provider.refund(id, 90_051, 'refund-much'));
      assert.equal([error.kind, error.code], ['conflict', 'payment.provider-refused']);
    });
    it('an answer that was lost after the effect, broken off before it or refused by a busy provider leads to one effect', async () => {
      for (const fault of ['cut-after', 'cut-before', { status: 500 }, { status: 429, headers: { 'retry-after': '0' } }] as const) {
        const asked = ask('manual');
        world.faults.next(fault);
        const { session } = await insist(() => world.provider.open(asked));
        world.pay(session);
        const [{ providerPaymentId: id } = { providerPaymentId: '' }] = await world.provider.retrieve(session);
        world.faults.next(fault);
        await insist(() => world.provider.capture(id, `capture ${asked.reference}`));
        world.faults.next(fault);
        await insist(() => world.provider.refund(id, 30_000, `refund ${asked.reference}`));
        world.faults.none();
        assert.is(world.held(asked.reference), 60_050, JSON.stringify(fault));
      }
    });
    it('a provider that asks to wait, or is away, is waited for; so is one that does not accept our key', async () => {
      const { session } = await world.provider.open(ask());
      world.faults.next({ status: 429, headers: { 'retry-after': '7' } });
      const limited = await thrown(world.provider.retrieve(session));
      assert.equal([limited.kind, limited.detail['retryAfter']], ['unavailable', 7]);
      world.faults.next({ status: 503 });
      assert.is((await thrown(world.provider.retrieve(session))).kind, 'unavailable');
      const { kind, code } = await thrown(world.stranger.open(ask()));
      assert.equal([kind, code], ['unavailable', 'provider.credentials']);
    });
  });
}
