// The outside providers this hub has adapters for, as the tenants' own accounts.
import { isAbroad, makeEgress } from '#infra/calls/egress.ts';
import { makeLeave, type Tell } from '#infra/calls/abroad.ts';
import { makeGuard } from '#infra/calls/guard.ts';
import { carriersOf, checksOf, hooksOf } from '#infra/meta/meta.ts';
import type { Metrics } from '#infra/metrics/metrics.ts';
import type { Pool } from '#infra/postgres/pool.ts';
import { makeStripeClient } from '#infra/stripe/client.ts';
import { makeStripeCheck } from '#infra/stripe/check.ts';
import { makeStripeHook } from '#infra/stripe/hook.ts';
import { makeStripePayments } from '#infra/stripe/payments.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Open } from '#domain/kernel/sealing.ts';
import { makeConnections } from '#write-side/adapter/connections.ts';
import { connectedPayments } from '#write-side/adapter/payments.ts';
import type { Checks, HookAdapters } from '#write-side/adapter/ports.ts';
import type { RoleConfig } from '../role.ts';

export type ProviderDeps = {
  readonly config: Pick<RoleConfig, 'providers'>;
  /** Signed in as the application. */
  readonly app: Pool;
  readonly store: StreamReader;
  /** Opens the accounts' secrets. */
  readonly open: Open;
  /** Writes down what goes abroad. */
  readonly tell: Tell;
  readonly metrics: Pick<Metrics, 'providerCall' | 'heldOff'>;
};

export function makeProviders({ config: { providers }, app, store, open, tell, metrics }: ProviderDeps) {
  const connections = makeConnections({ store, open });
  const leave = makeLeave({ egress: makeEgress(app), tell, isAbroad: (provider) => isAbroad(provider === 'stripe' ? providers.stripe : providers.meta) });
  const guard = makeGuard({ observe: metrics.providerCall, leave });
  metrics.heldOff(guard.shut);
  const stripe = ({ secrets }: { secrets: Readonly<Record<string, string>> }) => makeStripeClient(secrets['secretKey']!, providers.stripe);
  const hooks: HookAdapters = { stripe: makeStripeHook({ client: stripe, guard }), ...hooksOf() };
  const checks: Checks = { stripe: makeStripeCheck({ client: stripe, guard }), ...checksOf({ origin: providers.meta, guard }) };
  return {
    connections,
    checks,
    guard,
    hooks,
    carriers: carriersOf({ origin: providers.meta, guard }),
    payments: connectedPayments({ connections, adapters: { stripe: (connection) => makeStripePayments({ stripe: stripe(connection), connection, guard }) } }),
  };
}
