import * as assert from 'uvu/assert';
import { isSealed } from '#domain/kernel/sealing.ts';
import { spec } from '#infra/testing/spec.ts';
import { given, makeLog } from '#infra/testing/views.ts';
import { offeringList } from '../offering-list/projection.ts';
import { paymentList } from '../payment-list/projection.ts';
import { stockList } from '../stock-list/projection.ts';
import { orderList } from './projection.ts';

const ID = '0190d0c0-0000-7000-8000-000000000040';
const writing =
  (stream: string) =>
  (type: string, data: object = {}) => ({ stream: `${stream}-${ID}`, type, data });

spec('view order-list', (it) => {
  const order = writing('order');
  const totals = { goods: 1, discount: 0, shipping: 0, tax: 0, total: 1 };
  const placed = order('OrderPlaced', { contactId: ID, customer: { name: 'Ayşe' }, lines: [], totals, currency: 'TRY', expiresAt: '2026-03-04T06:06:07.000Z' });
  const paid = [placed, order('OrderSecured'), order('OrderPaymentRequested', { paymentId: ID }), order('OrderPaid', { paymentId: ID, amount: 1, year: 2026 })];

  it('shows how an order stands, what it waits for and how it came there', () => {
    const log = makeLog().write(
      ...paid,
      order('OrderConfirmed', { year: 2026, number: 42 }),
      order('OrderShipped', { tracking: 'T1' }),
      order('OrderDelivered'),
    );
    const at = (n: number) => given(orderList, log.slice(0, n)).row(ID);
    assert.equal(
      [1, 2, 4, 5, 6, 7].map((n) => [at(n)?.status, at(n)?.step, at(n)?.number]),
      [
        ['pending', 'reserving', null],
        ['pending', 'none', null],
        ['paid', 'numbering', null],
        ['paid', 'none', '2026-000042'],
        ['shipped', 'none', '2026-000042'],
        ['delivered', 'none', '2026-000042'],
      ],
    );
    assert.equal(
      at(7)?.history.map(({ status }) => status),
      ['pending', 'paid', 'shipped', 'delivered'],
    );
    assert.ok(isSealed(at(7)?.customer) && isSealed(at(7)?.tracking));
  });
  it('a cancelled order waits for nothing, except for its number when it was paid', () => {
    const cancelled = order('OrderCancelled', { why: 'asked', stock: [] });
    assert.equal([given(orderList, makeLog().write(placed, cancelled)).row(ID)?.step], ['none']);
    assert.equal([given(orderList, makeLog().write(...paid, cancelled)).row(ID)?.step], ['numbering']);
  });
});

spec('view stock-list', (it) => {
  const stock = writing('inventory');
  it('counts what is on hand, promised and free, and says when it is low', () => {
    const held = { orderId: ID, quantity: 3 };
    const log = makeLog().write(
      stock('StockTracked', { offeringId: ID, location: 'main', threshold: 2 }),
      stock('StockReceived', { quantity: 5 }),
      stock('StockReserved', held),
      stock('StockCommitted', held),
      stock('StockShipped', held),
      stock('StockReturned', held),
    );
    const at = (n: number) => given(stockList, log.slice(0, n)).row(ID);
    assert.equal(
      [1, 2, 3, 4, 5, 6].map((n) => [at(n)?.onHand, at(n)?.available, at(n)?.isLow]),
      [
        [0, 0, true],
        [5, 5, false],
        [5, 2, true],
        [5, 2, true],
        [2, 2, true],
        [5, 5, false],
      ],
    );
  });
});

spec('view payment-list', (it) => {
  const payment = writing('payment');
  const asked = payment('PaymentRequested', { purpose: 'order', orderId: ID, contactId: ID, provider: 'fake', amount: 900, currency: 'TRY' });
  const one = { providerPaymentId: 'pi_1', amount: 900 };
  it('shows what was taken and paid back, and what needs somebody’s care', () => {
    const log = makeLog().write(
      asked,
      payment('PaymentCaptured', one),
      payment('SurplusCaptured', { ...one, providerPaymentId: 'pi_2' }),
      payment('PaymentRefunded', { ...one, providerPaymentId: 'pi_2', of: 'surplus' }),
      payment('RefundRequested', { refundId: ID, ...one }),
      payment('PaymentRefunded', { ...one, of: 'capture' }),
    );
    const at = (n: number) => given(paymentList, log.slice(0, n)).row(ID);
    assert.equal(
      [1, 2, 3, 4, 5, 6].map((n) => [at(n)?.status, at(n)?.sums.surplus, at(n)?.needsCare]),
      [
        ['requested', 0, false],
        ['captured', 0, false],
        ['captured', 900, true],
        ['captured', 0, false],
        ['captured', 0, true],
        ['refunded', 0, false],
      ],
    );
  });
  it('a mismatch and an open dispute need care, a dispute that is over does not', () => {
    const dispute = [asked, payment('PaymentCaptured', one), payment('DisputeOpened', one)];
    const care = (...written: ReturnType<typeof payment>[]) => given(paymentList, makeLog().write(...written)).row(ID)?.needsCare;
    assert.equal(
      [
        care(asked, payment('PaymentMismatched', { ...one, why: 'amount' })),
        care(...dispute),
        care(...dispute, payment('DisputeClosed', { ...one, outcome: 'won' })),
      ],
      [true, true, false],
    );
  });
});

spec('view offering-list', (it) => {
  const offering = writing('offering');
  it('shows an offering with its prices by date, and whether it is offered', () => {
    const priced = (from: string, amount: number) => offering('OfferingPriced', { from, amount, currency: 'TRY', taxRate: 2000 });
    const log = makeLog().write(
      offering('OfferingDefined', { name: 'Kesim', terms: { type: 'service' } }),
      priced('2026-05-01T00:00:00.000Z', 2),
      priced('2026-01-01T00:00:00.000Z', 1),
      offering('OfferingRetired'),
    );
    const row = given(offeringList, log).row(ID);
    assert.equal([row?.name, row?.type, row?.isActive, row?.prices.map(({ amount }) => amount)], ['Kesim', 'service', false, [1, 2]]);
  });
});
