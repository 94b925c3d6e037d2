// Prices by date, as data.
import type { Currency } from './money.ts';

/** Holds from this ISO instant (UTC) on. `amount` in minor units with tax included, `taxRate` in basis points. */
export type Priced = { readonly from: string; readonly amount: number; readonly currency: Currency; readonly taxRate: number };

/** With `priced` in its place: sorted by instant, one price for each. */
export const withPrice = (prices: readonly Priced[], priced: Priced): readonly Priced[] =>
  [...prices.filter(({ from }) => from !== priced.from), priced].sort((a, b) => (a.from < b.from ? -1 : 1));

/** The price at an instant, undefined before the first. */
export const priceAt = (prices: readonly Priced[], at: string): Priced | undefined => prices.findLast(({ from }) => from <= at);
