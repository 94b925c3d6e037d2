import { makeGuard } from '#infra/calls/guard.ts';
import { paymentContract } from '#infra/testing/contracts/payment.ts';
import { startFakeStripe } from '#infra/testing/fakes/stripe.ts';
import type { Connection } from '#write-side/adapter/connections.ts';
import { makeStripeClient } from './client.ts';
import { makeStripePayments } from './payments.ts';

const connection: Connection = {
  ...{ tenant: 'acme', provider: 'stripe', account: 'acct_1', secrets: {}, signing: [], hooks: [1] },
  settings: { currencies: 'TRY', returnUrl: 'https://clinic.example/paid' },
};

paymentContract('Stripe', async () => {
  const fake = await startFakeStripe();
  const as = (key: string) => makeStripePayments({ stripe: makeStripeClient(key, fake.url), connection, guard: makeGuard({ firstMs: 0, longestMs: 0 }) });
  const { faults, close, pay, expire, held, forgetKeys } = fake;
  return { faults, close, expire, held, forgetKeys, pay: (session) => void pay(session), provider: as(fake.secretKey), stranger: as('sk_test_other') };
});
