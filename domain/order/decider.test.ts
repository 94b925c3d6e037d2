import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { as, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { isRejection, reject } from '../kernel/decider.ts';
import type { AskedLine, OrderCommand, OrderEvent, OrderLine, StockOf } from './messages.ts';
import { orderSlice as slice } from './slice.ts';
import { price } from './totals.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const [cream, soap, paymentId, contactId] = [id(1), id(2), id(8), id(9)];
const AT = '2026-01-02T03:04:05.000Z'; // when `given` says every command is given
const since = (amount: number, taxRate = 1800, from = '2025-01-01T00:00:00.000Z') => ({ from, amount, currency: 'TRY' as const, taxRate });
const asked = (offeringId: string, quantity: number, amount: number, more: Partial<AskedLine> = {}): AskedLine => ({
  ...{ offeringId, name: 'x', quantity, prices: [since(amount)], shippingCost: 0, location: 'main', ...more },
});
const customer = { name: 'Ayşe Demir', phone: '+905559876543' };
const terms = { contactId, customer, paymentMethod: 'credit_card', timezone: 'Europe/Istanbul' } as const;
const place = (lines: AskedLine[], discount?: number): OrderCommand => ({
  type: 'PlaceOrder',
  data: { ...terms, lines, ...(discount !== undefined && { discount }) },
});

const line = (offeringId: string, quantity: number): OrderLine => ({
  ...{ offeringId, name: 'x', quantity, location: 'main', unitPrice: 45_000, taxRate: 1800, goods: quantity * 45_000, discount: 0, shipping: 0 },
  ...{ tax: quantity === 2 ? 13_729 : 6864, total: quantity * 45_000 },
});
const stock = (offeringId: string, quantity: number): StockOf => ({ offeringId, location: 'main', quantity });
const totals = { goods: 135_000, discount: 0, shipping: 0, tax: 20_593, total: 135_000 };
const placed: OrderEvent = {
  type: 'OrderPlaced',
  data: { ...terms, lines: [line(cream, 2), line(soap, 1)], totals, currency: 'TRY', expiresAt: '2026-01-02T03:34:05.000Z', next: stock(cream, 2) },
};
const secured: OrderEvent[] = [
  placed,
  { type: 'OrderStockReserved', data: { offeringId: cream, next: stock(soap, 1) } },
  { type: 'OrderStockReserved', data: { offeringId: soap } },
  { type: 'OrderSecured', data: {} },
];
const all = [stock(cream, 2), stock(soap, 1)];
const asking: OrderEvent = {
  type: 'OrderPaymentRequested',
  data: { paymentId, provider: 'fake', amount: 135_000, currency: 'TRY', contactId, expiresAt: '2026-01-02T03:34:05.000Z' },
};
const paid: OrderEvent[] = [...secured, asking, { type: 'OrderPaid', data: { paymentId, amount: 135_000, year: 2026, stock: all } }];
const shipped: OrderEvent[] = [...paid, { type: 'OrderShipped', data: { stock: all } }];
const cancelled: OrderEvent[] = [...secured, asking, { type: 'OrderCancelled', data: { why: 'asked', stock: all } }];
const answer = (offeringId: string, reserved: boolean): OrderCommand => ({ type: 'RecordReservation', data: { offeringId, reserved } });
const pay = (amount = 135_000, of = paymentId): OrderCommand => ({ type: 'PayOrder', data: { paymentId: of, amount } });

spec('order', (it) => {
  it('is placed at the prices of the moment, and asks for its stock in the order of its offerings', () => {
    given(slice)
      .when(place([asked(soap, 1, 45_000), asked(cream, 2, 45_000, { prices: [since(1), since(45_000, 1800, AT), since(2, 0, '2026-01-02T03:04:05.001Z')] })]))
      .then(placed);
    given(slice, placed)
      .when(place([asked(soap, 1, 1)]))
      .then(reject('order.already-placed'));
  });
  it('is secured at once when nothing of it is counted', () => {
    const { next: _, ...free } = placed.data as Extract<OrderEvent, { type: 'OrderPlaced' }>['data'];
    const { location: __, ...uncounted } = line(cream, 2);
    given(slice)
      .when(place([asked(cream, 2, 45_000, { location: undefined })].map(({ location: _place, ...rest }) => rest)))
      .then(
        { type: 'OrderPlaced', data: { ...free, lines: [uncounted], totals: { ...totals, goods: 90_000, tax: 13_729, total: 90_000 } } },
        { type: 'OrderSecured', data: {} },
      );
  });
  it('is not placed without a price, in two currencies, below its discount, for nothing, or above what can be counted', () => {
    const refuse = (lines: AskedLine[], why: string, discount?: number) =>
      given(slice)
        .when(place(lines, discount), { by: as('finance') })
        .then(reject(why));
    refuse([asked(cream, 1, 1, { prices: [since(1, 0, '2026-02-01T00:00:00.000Z')] })], 'order.no-price');
    refuse([asked(cream, 1, 1), asked(soap, 1, 1, { prices: [{ ...since(1), currency: 'EUR' }] })], 'order.mixed-currencies');
    refuse([asked(cream, 1, 100)], 'order.discount-too-large', 101);
    refuse([asked(cream, 1, 100)], 'order.nothing-to-pay', 100);
    refuse([asked(cream, 10_000, 1_000_000_000_000)], 'order.too-large');
  });
  it('only coordinators and finance give a discount', () => {
    const roles = ['coordinator', 'finance'];
    given(slice)
      .when(place([asked(cream, 1, 100)], 1), { by: as('nurse') })
      .then(reject('order.role-may-not', { roles }));
    given(slice)
      .when(place([asked(cream, 1, 100)], 1), { by: as('finance', 'agent') })
      .then(reject('order.role-may-not', { roles }));
  });
  it('reserves one line after another, and is secured with the last', () => {
    given(slice, placed).when(answer(cream, true)).then(secured[1]!);
    given(slice, placed, secured[1]!).when(answer(soap, true)).then(secured[2]!, secured[3]!);
    given(slice, ...secured)
      .when(answer(cream, true))
      .then();
    given(slice, placed).when(answer(soap, true)).then();
  });
  it('is cancelled when its stock is refused, and frees what it may have', () =>
    given(slice, placed, secured[1]!)
      .when(answer(soap, false))
      .then({ type: 'OrderCancelled', data: { why: 'out-of-stock', stock: all } }));
  it('may be paid once everything is reserved', () => {
    const request: OrderCommand = { type: 'RequestOrderPayment', data: { paymentId, provider: 'fake' } };
    given(slice, placed).when(request).then(reject('order.not-secured'));
    given(slice, ...secured)
      .when(request)
      .then(asking);
    given(slice, ...secured, asking)
      .when(request)
      .then();
    given(slice, ...secured, cancelled.at(-1)!)
      .when(request)
      .then(reject('order.not-pending', { status: 'cancelled' }));
  });
  it('is paid only by its own payment and in full, once, in the year of its own time zone', () => {
    given(slice, ...secured, asking)
      .when(pay())
      .then(paid.at(-1)!);
    given(slice, ...paid)
      .when(pay())
      .then();
    given(slice, ...secured, asking)
      .when(pay(1))
      .then(reject('order.amount-differs'));
    const midnight = { type: 'OrderPaid', data: { paymentId, amount: 135_000, year: 2027, stock: all } } as const;
    given(slice, ...secured, asking)
      .when(pay(), { at: '2026-12-31T21:00:00.000Z' })
      .then(midnight);
  });
  it('money that comes when it is over, or from another payment, must go back', () => {
    given(slice, ...cancelled)
      .when(pay())
      .then({ type: 'OrderPaidTooLate', data: { paymentId, amount: 135_000 } });
    given(slice, ...cancelled, { type: 'OrderPaidTooLate', data: { paymentId, amount: 135_000 } })
      .when(pay())
      .then();
    given(slice, ...paid)
      .when(pay(5, id(7)))
      .then({ type: 'OrderPaidTooLate', data: { paymentId: id(7), amount: 5 } });
  });
  it('expires at its time and not before, and never once it is paid', () => {
    const expire: OrderCommand = { type: 'ExpireOrder', data: {} };
    given(slice, ...secured)
      .when(expire)
      .then();
    given(slice, ...secured)
      .when(expire, { at: '2026-01-02T03:34:05.000Z' })
      .then({ type: 'OrderCancelled', data: { why: 'expired', stock: all } });
    given(slice, ...paid)
      .when(expire, { at: '2027-01-01T00:00:00.000Z' })
      .then();
  });
  it('a failed payment cancels it, unless it was paid', () => {
    const fail: OrderCommand = { type: 'FailOrderPayment', data: { paymentId } };
    given(slice, ...secured, asking)
      .when(fail)
      .then({ type: 'OrderCancelled', data: { why: 'payment-failed', stock: all } });
    given(slice, ...paid)
      .when(fail)
      .then();
  });
  it('cancelling a paid order sends its money back; a shipped one is returned instead', () => {
    const cancel: OrderCommand = { type: 'CancelOrder', data: {} };
    given(slice, ...paid)
      .when(cancel)
      .then({ type: 'OrderCancelled', data: { why: 'asked', stock: all, refund: { paymentId } } });
    given(slice, ...shipped)
      .when(cancel)
      .then(reject('order.not-cancellable', { status: 'shipped' }));
    given(slice, ...cancelled)
      .when(cancel)
      .then();
  });
  it('is shipped when paid, delivered when shipped, returned when either, with part of its money if so agreed', () => {
    given(slice, ...secured)
      .when({ type: 'ShipOrder', data: {} })
      .then(reject('order.not-paid', { status: 'pending' }));
    given(slice, ...paid)
      .when({ type: 'ShipOrder', data: {} })
      .then(shipped.at(-1)!);
    given(slice, ...paid)
      .when({ type: 'DeliverOrder', data: {} })
      .then(reject('order.not-shipped', { status: 'paid' }));
    given(slice, ...shipped)
      .when({ type: 'DeliverOrder', data: {} })
      .then({ type: 'OrderDelivered', data: {} });
    const back = (data: object): OrderCommand => ({ type: 'ReturnOrder', data: { restock: true, ...data } });
    given(slice, ...shipped)
      .when(back({}))
      .then({ type: 'OrderReturned', data: { stock: all, refund: { paymentId } } });
    given(slice, ...shipped)
      .when(back({ refund: 0, restock: false }))
      .then({ type: 'OrderReturned', data: { stock: [] } });
    given(slice, ...shipped)
      .when(back({ refund: 135_001 }))
      .then(reject('order.refund-too-large'));
    given(slice, ...paid)
      .when(back({}))
      .then(reject('order.not-shipped', { status: 'paid' }));
  });
  it('its number is kept once given', () => {
    const confirm: OrderCommand = { type: 'ConfirmOrder', data: { year: 2026, number: 7 } };
    given(slice, ...paid)
      .when(confirm)
      .then({ type: 'OrderConfirmed', data: { year: 2026, number: 7 } });
    given(slice, ...paid, { type: 'OrderConfirmed', data: { year: 2026, number: 7 } })
      .when(confirm)
      .then();
  });
});

spec('totals of an order', (it) => {
  it('the example of two creams costs 900.00, of which 137.29 are tax', () => {
    const pricing = price([asked(cream, 2, 45_000)], 0, AT);
    assert.equal(!isRejection(pricing) && pricing.totals, { goods: 90_000, discount: 0, shipping: 0, tax: 13_729, total: 90_000 });
  });
  it('are the exact sums of their lines, whatever the prices, rates, shipping and discount', () => {
    const money = fc.integer({ min: 0, max: 100_000_000 });
    const any = fc.record({ quantity: fc.integer({ min: 1, max: 50 }), amount: money, rate: fc.nat(10_000), shippingCost: money });
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 9 }), fc.nat(1000), (lines, share) => {
        const list = lines.map(({ quantity, amount, rate, shippingCost }, i) => asked(id(i), quantity, 0, { prices: [since(amount, rate)], shippingCost }));
        const goods = lines.reduce((sum, { quantity, amount }) => sum + quantity * amount, 0);
        const discount = Math.floor((goods * share) / 1000);
        const pricing = price(list, discount, AT);
        if (isRejection(pricing)) return assert.is(pricing.rejected, 'order.nothing-to-pay');
        const { totals, lines: priced } = pricing;
        assert.is(totals.total, goods - discount + lines.reduce((sum, { shippingCost }) => sum + shippingCost, 0));
        assert.is(totals.discount, discount);
        for (const field of ['goods', 'discount', 'shipping', 'tax', 'total'] as const)
          assert.is(
            priced.reduce((sum, l) => sum + l[field], 0),
            totals[field],
          );
        for (const l of priced) assert.ok(l.discount <= l.goods && l.total === l.goods - l.discount + l.shipping && l.tax <= l.total);
        assert.equal(price(list.toReversed(), discount, AT), pricing);
      }),
      { numRuns: 150 },
    );
  });
});
