// Commands of commerce, and what the hub does there by itself.
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Route } from '#domain/kernel/route.ts';
import type { Open, TenantDigest } from '#domain/kernel/sealing.ts';
import { inventoryPermits } from './inventory/permits.ts';
import { stockTracking } from './inventory/reactor.ts';
import { inventoryRoutes } from './inventory/routes.ts';
import { makeFollowUp } from './kernel/follow-up.ts';
import type { Permits } from './kernel/permits.ts';
import type { Reactor } from './kernel/reactor.ts';
import { offeringPermits } from './offering/permits.ts';
import { offeringRoutes } from './offering/routes.ts';
import { orderNumbers } from './order/numbers.ts';
import { orderPayment } from './order/payment.ts';
import { orderPermits } from './order/permits.ts';
import { orderRoutes } from './order/routes.ts';
import { orderStock } from './order/stock.ts';
import { paymentPermits } from './payment/permits.ts';
import { noPayments, type Payments } from './payment/ports.ts';
import { makePaymentReactor } from './payment/reactor.ts';
import { paymentRoutes } from './payment/routes.ts';

export type CommerceDeps = {
  readonly dispatch: Dispatch;
  readonly store: StreamReader;
  readonly open: Open;
  readonly tenantDigest: TenantDigest;
  /** Without any, payments are made at the desk only. */
  readonly payments?: Payments;
  readonly now?: () => Date;
};

export const commercePermits: Permits = { ...offeringPermits, ...inventoryPermits, ...orderPermits, ...paymentPermits };
export const commerceReactors = (payments: Payments = noPayments): readonly Reactor[] => [
  stockTracking,
  orderStock,
  orderNumbers,
  orderPayment,
  makePaymentReactor(payments),
];
export function commerceRoutes({ payments = noPayments, ...deps }: CommerceDeps): Route[] {
  const followUp = makeFollowUp({ ...deps, reactors: commerceReactors(payments) });
  const all = { ...deps, payments, followUp };
  return [...offeringRoutes(all), ...inventoryRoutes(all), ...orderRoutes(all), ...paymentRoutes(all)];
}
