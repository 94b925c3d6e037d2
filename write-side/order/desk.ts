// What customers and the desk do about orders: look up what is needed, give the command, let everything follow, and tell how it stands.
import { isRejection, type Rejection, reject } from '#domain/kernel/decider.ts';
import type { Command, Dispatch, Done, Outcome } from '#domain/kernel/dispatch.ts';
import type { StreamId } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { type Currency, minor } from '#domain/kernel/money.ts';
import type { Answer, RouteRequest } from '#domain/kernel/route.ts';
import type { Open, TenantDigest } from '#domain/kernel/sealing.ts';
import type { KnownOrder } from '#domain/order/state.ts';
import { MANUAL } from '#domain/payment/messages.ts';
import { customerIdOf } from '#write-side/appointment/customer.ts';
import { eventsOf, lastOf } from '#write-side/kernel/facts.ts';
import type { FollowUp } from '#write-side/kernel/follow-up.ts';
import { refusal } from '#write-side/kernel/http.ts';
import { createdBy, derivedId } from '#write-side/kernel/ids.ts';
import type { Payments } from '#write-side/payment/ports.ts';
import { lookAtOrder, tellOrder } from './answer.ts';
import { askedLines } from './lines.ts';
import { paymentOf } from './payment.ts';
import { orderPermits as permits } from './permits.ts';
import type { NewOrder, NewStatus } from './requests.ts';

export type OrderDeps = {
  readonly dispatch: Dispatch;
  readonly store: StreamReader;
  readonly open: Open;
  readonly tenantDigest: TenantDigest;
  readonly payments: Payments;
  readonly followUp: FollowUp;
};
type Request<B = unknown> = RouteRequest<{ id: string }, unknown, B>;

const COMMANDS = { shipped: 'ShipOrder', delivered: 'DeliverOrder', cancelled: 'CancelOrder', returned: 'ReturnOrder' } as const;
const commandFor = ({ status, note, tracking, refund, restock }: NewStatus): Command => ({
  type: COMMANDS[status],
  data: {
    ...(status === 'shipped' && tracking && { tracking }),
    ...((status === 'cancelled' || status === 'returned') && note && { note }),
    ...(status === 'returned' && { restock, ...(refund !== undefined && { refund: minor(refund) }) }),
  },
});

export function makeDesk({ dispatch, store, open, tenantDigest, payments, followUp }: OrderDeps) {
  const streamOf = (tenant: string, id: string): StreamId => ({ tenant, slice: 'order', id });

  /** Gives a command in the role that may give it, and lets all follow that can at once. `step` tells apart the commands of one request. */
  async function give(request: Request, stream: StreamId, command: Command, step?: string): Promise<Outcome> {
    const { who, actor, commandId, correlationId, ifMatch } = request;
    const permit: readonly string[] = permits[command.type as keyof typeof permits];
    const role = who.roles.find((held) => permit.includes(held)) ?? actor.role;
    const cause = { id: step ? derivedId(step, commandId) : commandId, actor: { ...actor, role }, correlationId, ...(!step && { ifRevision: ifMatch }) };
    const outcome = await dispatch(stream, command, cause);
    await followUp(stream, outcome);
    return outcome;
  }

  /** The order, for those who may reach it: a patient only their own. */
  async function reach({ who, params }: Request): Promise<KnownOrder> {
    const order = await lookAtOrder(store, who.tenant, params.id);
    if (order.status === 'unknown' || (who.patientId && order.contactId !== who.patientId))
      throw new HubError('not-found', 'order.unknown', `There is no order ${params.id}.`);
    return order;
  }

  /** `events` are those of the command; revision and position are of the order as it stands now. */
  async function tell(tenant: string, id: string, { events }: Done, status: number): Promise<Answer> {
    const [order, last] = [await lookAtOrder(store, tenant, id), (await eventsOf(store, streamOf(tenant, id))).at(-1)];
    if (order.status === 'unknown' || !last) return refusal(reject('order.unknown'));
    const version = { id, revision: last.revision, position: String(last.position), events };
    return { status, body: { ...version, ...(await tellOrder({ store, open }, tenant, id, order)) } };
  }

  async function timezoneOf(tenant: string): Promise<string> {
    const events = await eventsOf(store, { tenant, slice: 'tenant', id: tenant });
    return lastOf<{ timezone: string }>(events, 'TenantRegistered', 'TenantConfigured')?.data.timezone ?? 'Europe/Istanbul';
  }

  async function place(request: Request<NewOrder>): Promise<Answer> {
    const { who, body, commandId } = request;
    const { items, customer, patient_id, payment_method, discount, notes, channel } = body;
    const id = createdBy(commandId, 'order');
    const patientId = who.patientId ?? patient_id;
    const contactId = await customerIdOf({ store, tenantDigest }, who, { ...(patient_id && { patientId: patient_id }), customer }, id);
    const [lines, timezone] = await Promise.all([askedLines(store, who.tenant, items), timezoneOf(who.tenant)]);
    const currency = lines[0]?.prices[0]?.currency;
    if (currency && !(await providerFor(who.tenant, payment_method, currency))) return refusal(reject('payment.no-provider', { currency }));
    const asked = { contactId, ...(patientId && { patientId }), customer, lines, paymentMethod: payment_method, timezone };
    const more = { ...(discount !== undefined && { discount: minor(discount) }), ...(notes && { notes }), ...(channel && { channel }) };
    const outcome = await give(request, streamOf(who.tenant, id), { type: 'PlaceOrder', data: { ...asked, ...more } });
    if (isRejection(outcome)) return refusal(outcome);
    const order = await lookAtOrder(store, who.tenant, id);
    if (order.status === 'cancelled') return refusal(reject('order.out-of-stock', { offerings: [order.awaiting?.offeringId ?? ''] }));
    if (order.status === 'pending' && order.isSecured) await askPayment(request, id, order);
    const told = await tell(who.tenant, id, outcome, 201);
    return { ...told, headers: { Location: `/api/orders/${id}` } };
  }

  /** A card needs a provider; at the desk finance says what was paid. */
  const providerFor = async (tenant: string, method: KnownOrder['method'], currency: Currency | undefined): Promise<string | undefined> =>
    method === 'credit_card' ? currency && payments.choose(tenant, currency) : MANUAL;

  async function askPayment(request: Request, id: string, { method, currency }: KnownOrder): Promise<Outcome> {
    const { tenant } = request.who;
    const provider = await providerFor(tenant, method, currency);
    if (!provider) return reject('payment.no-provider', { currency });
    return give(request, streamOf(tenant, id), { type: 'RequestOrderPayment', data: { paymentId: paymentOf(id), provider } }, 'payment');
  }

  return {
    place,
    async pay(request: Request): Promise<Answer> {
      const outcome = await askPayment(request, request.params.id, await reach(request));
      return isRejection(outcome) ? refusal(outcome as Rejection) : tell(request.who.tenant, request.params.id, outcome, 200);
    },
    async setStatus(request: Request<NewStatus>): Promise<Answer> {
      await reach(request);
      const { who, params, body } = request;
      const outcome = await give(request, streamOf(who.tenant, params.id), commandFor(body));
      return isRejection(outcome) ? refusal(outcome) : tell(who.tenant, params.id, outcome, 200);
    },
  };
}
