// The one process that talks to payment providers. Whatever is heard of a payment, from wherever, is answered in one way: the provider is asked
// how it stands, and its answer decides. An effect is followed by the same question, so nobody believes that it worked.
import type { Recorded, StreamId } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { MANUAL, type StoredPaymentEvent, type Truth } from '#domain/payment/messages.ts';
import type { Order, Reactor } from '#write-side/kernel/reactor.ts';
import type { PaymentProvider, Payments } from './ports.ts';

const TYPES = ['PaymentRequested', 'PaymentEvidenceReceived', 'CaptureRequested', 'RefundRequested', 'SurplusCaptured'] as const;
type Handled = Recorded<Extract<StoredPaymentEvent, { type: (typeof TYPES)[number] }>>;

/** Another answer is another command: a redelivered event must not hide that the payment has moved on. */
const settle = (to: StreamId, truth: Truth): Order => ({ to, key: JSON.stringify(truth), command: { type: 'SettlePayment', data: { truth } } });

async function open({ stream, data }: Handled & { type: 'PaymentRequested' }, provider: PaymentProvider | undefined): Promise<Order> {
  const { reference, amount, currency, capture, expiresAt } = data;
  const session = provider ? await provider.open({ reference, amount, currency, capture, expiresAt }) : { session: MANUAL };
  return { to: stream, command: { type: 'OpenPayment', data: session } };
}

async function effect({ type, data, id }: Handled, provider: PaymentProvider): Promise<void> {
  if (type === 'CaptureRequested') await provider.capture(data.providerPaymentId, id);
  if (type === 'RefundRequested' || type === 'SurplusCaptured') await provider.refund(data.providerPaymentId, data.amount, id);
}

export function makePaymentReactor(payments: Payments): Reactor {
  async function react(recorded: Recorded): Promise<Order | Order[] | undefined> {
    const event = recorded as Handled;
    const { stream, data } = event;
    const provider = data.provider === MANUAL ? undefined : await payments.provider(stream.tenant, data.provider);
    if (!provider && data.provider !== MANUAL)
      throw new HubError('unavailable', 'payment.provider-missing', `No payment provider ${data.provider} is connected.`);
    if (event.type === 'PaymentRequested') return open(event, provider);
    if (!provider) return undefined;
    await effect(event, provider);
    const truths = await provider.retrieve((event.data as { session: string }).session);
    return [...truths].sort(takenFirst).map((truth) => settle(stream, truth));
  }
  return { name: 'payments', types: TYPES, outside: true, react };
}

/** Money first: an attempt that failed beside one that was taken is no failed payment. */
const takenFirst = (a: Truth, b: Truth) => Number(b.status === 'captured') - Number(a.status === 'captured');
