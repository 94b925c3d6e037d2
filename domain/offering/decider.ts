import { type Decider, type Rejection, reject } from '../kernel/decider.ts';
import type { OfferingCommand, OfferingEvent, Price, Terms } from './messages.ts';
import { type Priced, priceAt, withPrice } from '../kernel/prices.ts';

type About = { readonly name: string; readonly description?: string; readonly category?: string; readonly terms: Terms };
export type KnownOffering = { readonly status: 'active' | 'retired'; readonly about: About; readonly prices: readonly Priced[] };
export type OfferingState = { readonly status: 'unknown' } | KnownOffering;
type Decided = OfferingEvent[] | Rejection;

const utc = (instant: string): string => new Date(instant).toISOString();
const aboutOf = ({ name, description, category, terms }: About): About => ({ name, ...(description && { description }), ...(category && { category }), terms });
const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

const ifKnown = (state: OfferingState, decide: (known: KnownOffering) => Decided): Decided =>
  state.status === 'unknown' ? reject('offering.unknown') : decide(state);
const ifActive = (state: OfferingState, decide: (known: KnownOffering) => Decided): Decided =>
  ifKnown(state, (known) => (known.status === 'active' ? decide(known) : reject('offering.retired')));

/** An order keeps the price of its moment, so the past is never priced again. */
function priced({ prices }: KnownOffering, { amount, currency, taxRate }: Price, from: string, now: string): Decided {
  if (from < now) return reject('offering.price-in-past', { from });
  if (prices.some((p) => p.currency !== currency)) return reject('offering.other-currency', { currency: prices[0]!.currency });
  const before = priceAt(prices, from);
  return before?.amount === amount && before.taxRate === taxRate ? [] : [{ type: 'OfferingPriced', data: { from, amount, currency, taxRate } }];
}

function amended(known: KnownOffering, about: About, price: Price | undefined, now: string): Decided {
  if (about.terms.type !== known.about.terms.type) return reject('offering.other-type', { type: known.about.terms.type });
  const repriced = price ? priced(known, price, now, now) : [];
  if ('rejected' in repriced) return repriced;
  return [...(isSame(about, known.about) ? [] : [{ type: 'OfferingAmended' as const, data: about }]), ...repriced];
}
const retired = ({ status }: KnownOffering, reason?: string): OfferingEvent[] =>
  status === 'retired' ? [] : [{ type: 'OfferingRetired', data: { ...(reason && { reason }) } }];
const reinstated = ({ status }: KnownOffering): OfferingEvent[] => (status === 'active' ? [] : [{ type: 'OfferingReinstated', data: {} }]);

/** A retired offering is amended only together with being reinstated. */
function replaced(known: KnownOffering, about: About, price: Price | undefined, isActive: boolean, now: string): Decided {
  if (!isActive && known.status === 'retired') return reject('offering.retired');
  const changes = amended(known, about, price, now);
  return 'rejected' in changes ? changes : [...(isActive ? reinstated(known) : []), ...changes, ...(isActive ? [] : retired(known))];
}

const to = (state: OfferingState, change: Partial<KnownOffering>): OfferingState => (state.status === 'unknown' ? state : { ...state, ...change });

export const offering: Decider<OfferingCommand, OfferingEvent, OfferingState> = {
  initial: { status: 'unknown' },
  decide: {
    DefineOffering: ({ data: { price, openingStock, ...about }, at }, { status }) =>
      status === 'unknown'
        ? [
            { type: 'OfferingDefined', data: { ...aboutOf(about), ...(openingStock !== undefined && { openingStock }) } },
            { type: 'OfferingPriced', data: { from: utc(at), amount: price.amount, currency: price.currency, taxRate: price.taxRate } },
          ]
        : reject('offering.already-defined'),
    AmendOffering: ({ data: { price, isActive, ...about }, at }, state) =>
      ifKnown(state, (known) => replaced(known, aboutOf(about), price, isActive ?? known.status === 'active', utc(at))),
    PriceOffering: ({ data: { price, from }, at }, state) => ifActive(state, (known) => priced(known, price, utc(from ?? at), utc(at))),
    RetireOffering: ({ data: { reason } }, state) => ifKnown(state, (known) => retired(known, reason)),
    ReinstateOffering: (_, state) => ifKnown(state, reinstated),
  },
  evolve: {
    OfferingDefined: ({ data }) => ({ status: 'active', about: aboutOf(data), prices: [] }),
    OfferingAmended: ({ data }, state) => to(state, { about: aboutOf(data) }),
    OfferingPriced: ({ data }, state) => (state.status === 'unknown' ? state : { ...state, prices: withPrice(state.prices, data) }),
    OfferingRetired: (_, state) => to(state, { status: 'retired' }),
    OfferingReinstated: (_, state) => to(state, { status: 'active' }),
  },
};
