import { z } from 'zod';
import { isRejection } from '#domain/kernel/decider.ts';
import { id } from '#domain/kernel/ids.ts';
import { minor, money } from '#domain/kernel/money.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { price } from '#domain/order/totals.ts';
import { commandAnswer, refusal } from '#write-side/kernel/http.ts';
import { rolesIn } from '#write-side/kernel/permits.ts';
import { toldOrder } from './answer.ts';
import { makeDesk, type OrderDeps } from './desk.ts';
import { askedLines } from './lines.ts';
import { orderPermits as permits } from './permits.ts';
import { newOrder, newStatus, quote } from './requests.ts';

const tag = 'orders';
const params = z.object({ id });
const schema = z
  .object({ ...commandAnswer.shape, ...toldOrder.shape })
  .meta({ id: 'OrderAnswer', description: 'The order after the command and what followed from it.' });
const PRICING = [
  'offering.unknown',
  'offering.retired',
  'order.not-a-product',
  'order.no-price',
  'order.mixed-currencies',
  'order.discount-too-large',
  'order.too-large',
  'order.nothing-to-pay',
];
const total = z
  .object({
    goods: z.string(),
    discount: z.string(),
    shipping: z.string(),
    tax: z.string().describe('Within the total'),
    total_amount: z.string(),
    currency: z.string(),
  })
  .meta({ id: 'OrderTotal' });
const STATUS_ROLES = [...new Set([...permits.ShipOrder, ...permits.DeliverOrder, ...permits.CancelOrder, ...permits.ReturnOrder])];

export function orderRoutes(deps: OrderDeps & { readonly now?: () => Date }): Route[] {
  const { place, pay, setStatus } = makeDesk(deps);
  const { store, now = () => new Date() } = deps;
  return [
    route({
      method: 'post',
      path: '/api/orders',
      summary: 'Order products: stock is kept, and the payment asked for',
      tag,
      roles: rolesIn(permits.PlaceOrder),
      body: newOrder,
      answers: { 201: { description: 'Placed, with everything kept', schema } },
      codes: [
        ...PRICING,
        'order.out-of-stock',
        'order.role-may-not',
        'order.already-placed',
        'payment.no-provider',
        'patient.unknown',
        'subject.erased',
        'stream.conflict',
      ],
      handle: (request) => place({ ...request, params: { id: '' } }),
    }),
    route({
      method: 'post',
      path: '/api/orders/quote',
      summary: 'What these products cost now, with tax and shipping; nothing is ordered',
      tag,
      roles: 'signed-in',
      body: quote,
      answers: { 200: { description: 'The total', schema: total } },
      codes: PRICING,
      handle: async ({ who, body: { items, discount } }) => {
        const pricing = price(await askedLines(store, who.tenant, items), discount === undefined ? 0 : minor(discount), now().toISOString());
        if (isRejection(pricing)) return refusal(pricing);
        const { goods, discount: off, shipping, tax, total } = pricing.totals;
        const body = { goods: money(goods), discount: money(off), shipping: money(shipping), tax: money(tax), total_amount: money(total) };
        return { status: 200, body: { ...body, currency: pricing.currency } };
      },
    }),
    route({
      method: 'put',
      path: '/api/orders/{id}/status',
      pinned: true,
      summary: 'Ship, deliver, cancel or take back an order; money and stock follow',
      tag,
      roles: rolesIn(STATUS_ROLES),
      params,
      body: newStatus,
      answers: { 200: { description: 'Done, or already so', schema } },
      codes: ['order.unknown', 'order.not-paid', 'order.not-shipped', 'order.not-cancellable', 'order.refund-too-large', 'stream.conflict'],
      handle: setStatus,
    }),
    route({
      method: 'post',
      path: '/api/orders/{id}/payment',
      summary: 'Ask for the payment of an order, and where to make it',
      tag,
      roles: rolesIn(permits.RequestOrderPayment),
      params,
      answers: { 200: { description: 'Asked for, or already so', schema } },
      codes: ['order.unknown', 'order.not-pending', 'order.not-secured', 'payment.no-provider'],
      handle: pay,
    }),
  ];
}
