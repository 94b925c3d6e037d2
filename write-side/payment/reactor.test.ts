import * as assert from 'uvu/assert';
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { Truth } from '#domain/payment/messages.ts';
import { makeFakePayments } from '#infra/testing/fakes/payment.ts';
import { spec } from '#infra/testing/spec.ts';
import type { Order } from '#write-side/kernel/reactor.ts';
import { noPayments } from './ports.ts';
import { makePaymentReactor } from './reactor.ts';

const reference = '0190d0c0-0000-7000-8000-000000000001';
const ask = { reference, amount: 90_000, currency: 'TRY', capture: 'manual', expiresAt: '2026-01-02T03:34:05.000Z' } as const;
const event = (type: string, data: object): Recorded => ({ id: 'e1', type, data, stream: { tenant: 'acme', slice: 'payment', id: reference } }) as never;
const truths = (orders: readonly Order[]) => orders.map(({ command }) => (command.data as { truth: Truth }).truth);

async function paid(status?: Truth['status']) {
  const fake = makeFakePayments();
  const { session } = await (await fake.payments.provider('acme', 'fake'))!.open(ask);
  const id = fake.pay(session, status ? { status } : {});
  const { react } = makePaymentReactor(fake.payments);
  const tell = async (type: string, more: object = {}) => (await react(event(type, { provider: 'fake', session, ...more }))) as Order[];
  return { fake, session, id, tell };
}

spec('the payment process', (it) => {
  it('opens a session once, however often it is asked', async () => {
    const { react } = makePaymentReactor(makeFakePayments().payments);
    const requested = event('PaymentRequested', { ...ask, provider: 'fake' });
    assert.equal(await react(requested), await react(requested));
  });
  it('another answer to the same evidence is another command, the same answer the same', async () => {
    const { fake, id, tell } = await paid();
    const [first] = await tell('PaymentEvidenceReceived');
    assert.equal(await tell('PaymentEvidenceReceived'), [first]);
    fake.happen(id, { status: 'captured' });
    const [later] = await tell('PaymentEvidenceReceived');
    assert.equal(
      truths([first!, later!]).map(({ status }) => status),
      ['authorised', 'captured'],
    );
    assert.is.not(later!.key, first!.key);
  });
  it('money is told before failures', async () => {
    const { fake, session, tell } = await paid('failed');
    fake.pay(session, { status: 'captured' });
    assert.equal(
      truths(await tell('PaymentEvidenceReceived')).map(({ status }) => status),
      ['captured', 'failed'],
    );
  });
  it('an effect acts once for its event, and is followed by the question how it stands', async () => {
    const { fake, id, tell } = await paid('captured');
    const refund = { providerPaymentId: id, amount: 40_000 };
    assert.is(truths(await tell('RefundRequested', refund))[0]!.refunded, 40_000);
    assert.is(truths(await tell('RefundRequested', refund))[0]!.refunded, 40_000);
    assert.is(fake.held(reference), 50_000);
  });
  it('a payment of a provider that is not connected waits; one at the desk needs none', async () => {
    const { react } = makePaymentReactor(noPayments);
    const requested = (provider: string) => event('PaymentRequested', { ...ask, provider });
    assert.is(
      await Promise.resolve(react(requested('fake'))).catch((error: { code: string; kind: string }) => `${error.kind} ${error.code}`),
      'unavailable payment.provider-missing',
    );
    assert.equal(((await react(requested('manual'))) as Order).command, { type: 'OpenPayment', data: { session: 'manual' } });
  });
});
