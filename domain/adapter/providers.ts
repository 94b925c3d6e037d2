// The outside services a tenant may connect its own account of, and what each asks for, as data.
import { z } from 'zod';
import { CURRENCIES } from '../kernel/money.ts';

export const PROVIDER_NAMES = ['stripe', 'iyzico', 'whatsapp', 'instagram', 'twilio'] as const;
export type ProviderName = (typeof PROVIDER_NAMES)[number];

const secret = z.string().min(8).max(1000);
const account = z.string().regex(/^[\w.:-]{1,200}$/, 'letters, digits, _ . : -');
const currencies = z.string().regex(new RegExp(`^(${CURRENCIES.join('|')})(,(${CURRENCIES.join('|')}))*$`), 'currencies such as TRY,EUR');
/** Where the customer's browser goes after paying. */
const returnUrl = z.url().max(500);
const meta = z.strictObject({ accessToken: secret, appSecret: secret, verifyToken: secret });

/**
 * takes: payments, or the channel it carries. account: the provider's own id of the account, which every webhook must name.
 * secrets are sealed; settings are not.
 */
type Asked = {
  readonly takes: 'payments' | 'whatsapp' | 'instagram' | 'sms';
  readonly account: z.ZodType<string>;
  readonly settings: z.ZodObject;
  readonly secrets: z.ZodObject;
};
export const PROVIDERS: Readonly<Record<ProviderName, Asked>> = {
  stripe: {
    takes: 'payments',
    account,
    settings: z.strictObject({ currencies, returnUrl }),
    secrets: z.strictObject({ secretKey: secret, webhookSecret: secret }),
  },
  iyzico: {
    takes: 'payments',
    account,
    settings: z.strictObject({ currencies, returnUrl }),
    secrets: z.strictObject({ apiKey: secret, secretKey: secret }),
  },
  whatsapp: { takes: 'whatsapp', account, settings: z.strictObject({}), secrets: meta },
  instagram: { takes: 'instagram', account, settings: z.strictObject({}), secrets: meta },
  twilio: {
    takes: 'sms',
    account,
    settings: z.strictObject({ from: z.string().regex(/^(\+\d{6,15}|[A-Za-z0-9 ]{2,11}|MG[0-9a-f]{32})$/, 'a number, a sender name or a messaging service') }),
    secrets: z.strictObject({ authToken: secret }),
  },
};
export const providerName = z.enum(PROVIDER_NAMES);
/** For those that take payments, in the order in which they are asked for. */
export const PAYMENT_PROVIDERS: readonly ProviderName[] = ['iyzico', 'stripe'];
