import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { fold, reject } from '../kernel/decider.ts';
import type { OfferingEvent, Price, Terms } from './messages.ts';
import { type Priced, priceAt, withPrice } from '../kernel/prices.ts';
import { offeringSlice as slice } from './slice.ts';

const cut: Terms = {
  type: 'service',
  durationMinutes: 30,
  requiresAppointment: true,
  staffRequired: true,
  staffIds: [],
  preparationMinutes: 5,
  cleanupMinutes: 5,
  maxConcurrent: 3,
  bookingAdvanceDays: 30,
  cancellationHours: 24,
};
const cream: Terms = { type: 'product', sku: 'KREM-001', stockTracking: true, lowStockThreshold: 5, shippingRequired: true, shippingCost: 0 };
const price: Price = { amount: 15_000, currency: 'TRY', taxRate: 1000 };
const about = { name: 'Saç Kesimi', terms: cut };
const at = '2026-01-02T03:04:05.000Z'; // when `given` says every command is given
const defined: OfferingEvent = { type: 'OfferingDefined', data: about };
const priced = (from: string, amount: number): OfferingEvent => ({ type: 'OfferingPriced', data: { from, ...price, amount } });
const known = [defined, priced('2026-01-01T00:00:00.000Z', 15_000)];
const retired: OfferingEvent = { type: 'OfferingRetired', data: {} };

spec('offering', (it) => {
  it('is defined once, with its first price from that moment', () => {
    const define = { type: 'DefineOffering', data: { ...about, price } } as const;
    given(slice).when(define).then(defined, priced(at, 15_000));
    given(slice, ...known)
      .when(define)
      .then(reject('offering.already-defined'));
  });
  it('a price holds from an instant on, told in UTC, and never in the past', () => {
    const later = { type: 'PriceOffering', data: { price: { ...price, amount: 18_000 }, from: '2026-03-01T00:00:00+03:00' } } as const;
    given(slice, ...known)
      .when(later)
      .then(priced('2026-02-28T21:00:00.000Z', 18_000));
    given(slice, ...known)
      .when({ type: 'PriceOffering', data: { price, from: '2025-12-31T00:00:00Z' } })
      .then(reject('offering.price-in-past'));
  });
  it('is priced in one currency', () =>
    given(slice, ...known)
      .when({ type: 'PriceOffering', data: { price: { ...price, currency: 'EUR' } } })
      .then(reject('offering.other-currency', { currency: 'TRY' })));
  it('the same price again changes nothing', () =>
    given(slice, ...known)
      .when({ type: 'PriceOffering', data: { price } })
      .then());
  it('amending replaces what is said about it, and prices it only when the price differs', () => {
    const data = { name: 'Kesim', category: 'saç', terms: cut };
    given(slice, ...known)
      .when({ type: 'AmendOffering', data: { ...data, price } })
      .then({ type: 'OfferingAmended', data });
    given(slice, ...known)
      .when({ type: 'AmendOffering', data: { ...about, price: { ...price, amount: 1 } } })
      .then(priced(at, 1));
    given(slice, ...known)
      .when({ type: 'AmendOffering', data: about })
      .then();
  });
  it('a service never becomes a product', () =>
    given(slice, ...known)
      .when({ type: 'AmendOffering', data: { name: 'x', terms: cream } })
      .then(reject('offering.other-type', { type: 'service' })));
  it('a retired offering is neither amended nor priced until it is reinstated', () => {
    given(slice, ...known)
      .when({ type: 'RetireOffering', data: {} })
      .then(retired);
    given(slice, ...known, retired)
      .when({ type: 'PriceOffering', data: { price } })
      .then(reject('offering.retired'));
    given(slice, ...known, retired)
      .when({ type: 'RetireOffering', data: {} })
      .then();
    given(slice, ...known, retired)
      .when({ type: 'ReinstateOffering', data: {} })
      .then({ type: 'OfferingReinstated', data: {} });
  });
  it('an unknown offering is not touched', () => given(slice).when({ type: 'RetireOffering', data: {} }).then(reject('offering.unknown')));
  it('the price at an instant is the last that began before it, whatever the order they were set in', () => {
    const day = fc.integer({ min: 0, max: 400 }).map((n) => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000).toISOString());
    const set = fc.array(fc.record({ from: day, amount: fc.nat(1e9) }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(set, day, (prices, when) => {
        const state = fold(slice.decider, [defined, ...prices.map(({ from, amount }) => priced(from, amount))]);
        const held = state.status === 'unknown' ? undefined : priceAt(state.prices, when)?.amount;
        const newest = prices
          .filter(({ from }) => from <= when)
          .reduce<(typeof prices)[number] | undefined>((a, b) => (a && a.from > b.from ? a : b), undefined);
        assert.is(held, newest?.amount);
        assert.equal(withPrice([], { ...price, from: when } as Priced).length, 1);
      }),
      { numRuns: 100 },
    );
  });
});
