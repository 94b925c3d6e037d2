// What the hub needs of a payment provider. An adapter exists for each; which one a tenant uses for a currency is the tenant's own.
import type { Currency } from '#domain/kernel/money.ts';
import type { Truth } from '#domain/payment/messages.ts';

export type PaymentAsk = {
  /** Our id of the payment; the provider gives it back with everything it says. */
  readonly reference: string;
  readonly amount: number;
  readonly currency: Currency;
  /** manual: only authorised at first, to be taken later. */
  readonly capture: 'automatic' | 'manual';
  readonly expiresAt: string;
};
/** Every call may be repeated: `open` by its reference, the others by `key`. They throw HubError `unavailable` when it may be tried again. */
export type PaymentProvider = {
  readonly open: (ask: PaymentAsk) => Promise<{ session: string; url?: string }>;
  /** Every payment the provider knows of in this session, as it stands now. */
  readonly retrieve: (session: string) => Promise<readonly Truth[]>;
  readonly capture: (providerPaymentId: string, key: string) => Promise<void>;
  readonly refund: (providerPaymentId: string, amount: number, key: string) => Promise<void>;
};
type Soon<T> = T | Promise<T>;
export type Payments = {
  /** The name of the provider for payments by card, undefined when the tenant has none. */
  readonly choose: (tenant: string, currency: Currency) => Soon<string | undefined>;
  readonly provider: (tenant: string, name: string) => Soon<PaymentProvider | undefined>;
};

/** A hub without any provider: payments are made at the desk only. */
export const noPayments: Payments = { choose: () => undefined, provider: () => undefined };
