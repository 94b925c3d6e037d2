import { z } from 'zod';
import { isRejection } from '#domain/kernel/decider.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamId } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { id } from '#domain/kernel/ids.ts';
import { plusDays } from '#domain/kernel/instants.ts';
import { currency, decimalText, minor } from '#domain/kernel/money.ts';
import type { Route, RouteRequest } from '#domain/kernel/route.ts';
import { paymentCommands as commands, MANUAL } from '#domain/payment/messages.ts';
import { paymentSlice } from '#domain/payment/slice.ts';
import { eventsOf, lastOf } from '#write-side/kernel/facts.ts';
import { type FollowUp, followed } from '#write-side/kernel/follow-up.ts';
import { makeCommandRoute } from '#write-side/kernel/http.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import { look } from '#write-side/kernel/look.ts';
import { paymentPermits as permits } from './permits.ts';
import type { Payments } from './ports.ts';

export type PaymentDeps = {
  readonly dispatch: Dispatch;
  readonly store: StreamReader;
  readonly payments: Payments;
  readonly followUp: FollowUp;
  readonly now?: () => Date;
};
const tag = 'payments';
const params = z.object({ id });
const DAYS_TO_PAY = 7;
const deposit = z.strictObject({
  case_id: id,
  amount: decimalText(2),
  currency: currency.default('TRY'),
  method: z.enum(['credit_card', 'bank_transfer', 'cash']).default('credit_card'),
  capture: z.enum(['automatic', 'manual']).default('automatic').describe('manual: only authorised, until it is captured'),
});
const OPEN = ['payment.unknown', 'payment.not-open'];
type OnPayment = RouteRequest<{ id: string }>;

export function paymentRoutes({ dispatch, store, payments, followUp, now = () => new Date() }: PaymentDeps): Route[] {
  const commandRoute = makeCommandRoute(dispatch);
  const to = ({ who, params }: Pick<OnPayment, 'who' | 'params'>): StreamId => ({ tenant: who.tenant, slice: 'payment', id: params.id });
  const one = { method: 'post', tag, params, to } as const;

  /** A patient may hurry only their own payment. */
  async function reach(request: Pick<OnPayment, 'who' | 'params'>): Promise<void> {
    const payment = await look(store, paymentSlice, to(request));
    if (payment.status === 'unknown' || (request.who.patientId && payment.contactId !== request.who.patientId))
      throw new HubError('not-found', 'payment.unknown', `There is no payment ${request.params.id}.`);
  }
  async function patientOf(tenant: string, caseId: string): Promise<string> {
    const opened = lastOf<{ patientId: string }>(await eventsOf(store, { tenant, slice: 'case', id: caseId }), 'CaseOpened');
    if (!opened) throw new HubError('not-found', 'case.unknown', `There is no case ${caseId}.`);
    return opened.data.patientId;
  }
  async function providerFor(tenant: string, method: string, of: z.infer<typeof currency>): Promise<string> {
    const provider = method === 'credit_card' ? await payments.choose(tenant, of) : MANUAL;
    if (!provider) throw new HubError('conflict', 'payment.no-provider', `No provider takes cards in ${of} for this tenant.`);
    return provider;
  }

  const routes = [
    commandRoute({
      method: 'post',
      path: '/api/payments',
      summary: 'Ask for the deposit of a case',
      tag,
      permit: permits.RequestPayment,
      body: deposit,
      codes: ['case.unknown', 'payment.no-provider', 'payment.purpose', 'deposit.too-large', 'deposit.other-currency', 'deposit.case-over'],
      creates: '/api/payments',
      to: ({ who, commandId }) => ({ tenant: who.tenant, slice: 'payment', id: createdBy(commandId, 'payment') }),
      command: async ({ who, actor, commandId, correlationId, body: { case_id: caseId, currency, method, capture, ...body } }) => {
        const [reference, amount, expiresAt] = [createdBy(commandId, 'payment'), minor(body.amount), plusDays(now().toISOString(), DAYS_TO_PAY)];
        const contactId = await patientOf(who.tenant, caseId);
        const provider = await providerFor(who.tenant, method, currency);
        // The case's deposit decides whether so much may be asked; a repeat finds it decided.
        const ask = { type: 'AskDeposit', data: { patientId: contactId, paymentId: reference, amount, currency, until: expiresAt } };
        const asked = await dispatch({ tenant: who.tenant, slice: 'deposit', id: caseId }, ask, { id: commandId, actor, correlationId });
        if (isRejection(asked)) return asked;
        return { type: 'RequestPayment', data: { purpose: 'deposit', caseId, reference, contactId, provider, amount, currency, capture, expiresAt } };
      },
    }),
    commandRoute({
      ...one,
      path: '/api/payments/{id}/return',
      summary: 'The customer is back from the provider’s page: ask the provider how the payment stands',
      permit: permits.RecordEvidence,
      codes: OPEN,
      command: async (request) => {
        await reach(request);
        return { type: 'RecordEvidence', data: { evidenceId: `return ${request.commandId}`, source: 'return' } };
      },
    }),
    commandRoute({
      ...one,
      path: '/api/payments/{id}/capture',
      summary: 'Take what is authorised',
      permit: permits.CapturePayment,
      codes: [...OPEN, 'payment.not-authorised'],
      command: () => ({ type: 'CapturePayment', data: {} }),
    }),
    commandRoute({
      ...one,
      path: '/api/payments/{id}/refund',
      summary: 'Pay back, all that is left when no amount is given',
      permit: permits.RefundPayment,
      body: z.strictObject({ amount: decimalText(2).optional() }),
      codes: [...OPEN, 'payment.not-captured', 'payment.refund-too-large'],
      command: ({ commandId, body: { amount } }) => ({
        type: 'RefundPayment',
        data: { refundId: createdBy(commandId, 'refund'), ...(amount !== undefined && { amount: minor(amount) }) },
      }),
    }),
    commandRoute({
      ...one,
      path: '/api/payments/{id}/receipt',
      summary: 'The money is in hand: cash or bank transfer, with the number of its receipt',
      permit: permits.RecordReceipt,
      body: commands.RecordReceipt,
      codes: [...OPEN, 'payment.provider-decides'],
      command: ({ body }) => ({ type: 'RecordReceipt', data: body }),
    }),
    commandRoute({
      ...one,
      path: '/api/payments/{id}/payout',
      summary: 'A refund was paid out at the desk',
      permit: permits.RecordPayout,
      body: commands.RecordPayout,
      codes: [...OPEN, 'payment.provider-decides', 'payment.refund-unknown'],
      command: ({ body }) => ({ type: 'RecordPayout', data: body }),
    }),
  ];
  return routes.map(followed(followUp, 'payment'));
}
