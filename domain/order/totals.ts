// What an order costs, to the minor unit. Prices include tax. The discount is cut over the lines in proportion to their goods and loses no unit;
// the tax of a line is what is within its discounted goods and its shipping at the line's own rate, rounded half up once per line.
import { type Rejection, reject } from '../kernel/decider.ts';
import { amount as money, shares, taxWithin } from '../kernel/money.ts';
import { type Priced, priceAt } from '../kernel/prices.ts';
import type { AskedLine, OrderLine, Totals } from './messages.ts';

export type Pricing = { readonly lines: readonly OrderLine[]; readonly totals: Totals; readonly currency: Priced['currency'] };
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Refuses what has no price now, two currencies, or a discount above the goods. Lines come in the order of their offerings' ids. `discount` in minor units, tax included; `at`: the instant whose prices count. */
export function price(asked: readonly AskedLine[], discount: number, at: string): Pricing | Rejection {
  const lines = [...asked].sort((a, b) => (a.offeringId < b.offeringId ? -1 : 1)).map((line) => ({ line, now: priceAt(line.prices, at) }));
  const missing = lines.flatMap(({ line, now }) => (now ? [] : [line.offeringId]));
  if (missing.length > 0) return reject('order.no-price', { offerings: missing });
  const [currency, other] = new Set(lines.map(({ now }) => now!.currency));
  if (other) return reject('order.mixed-currencies');
  const goods = lines.map(({ line, now }) => now!.amount * line.quantity);
  if (discount > sum(goods)) return reject('order.discount-too-large');
  const total = sum(goods) - discount + sum(lines.map(({ line }) => line.shippingCost));
  if (!money.safeParse(sum(goods)).success || !money.safeParse(total).success) return reject('order.too-large');
  if (total === 0) return reject('order.nothing-to-pay');
  const discounts = shares(discount, goods);
  const priced = lines.map(({ line, now }, i) => lineOf(line, now!, goods[i]!, discounts[i]!));
  return { lines: priced, totals: totalsOf(priced), currency: currency! };
}

function lineOf({ offeringId, name, quantity, shippingCost, location }: AskedLine, { amount, taxRate }: Priced, goods: number, discount: number): OrderLine {
  const total = goods - discount + shippingCost;
  const place = location === undefined ? {} : { location };
  return { offeringId, name, quantity, ...place, unitPrice: amount, taxRate, goods, discount, shipping: shippingCost, tax: taxWithin(total, taxRate), total };
}

const totalsOf = (lines: readonly OrderLine[]): Totals => ({
  goods: sum(lines.map(({ goods }) => goods)),
  discount: sum(lines.map(({ discount }) => discount)),
  shipping: sum(lines.map(({ shipping }) => shipping)),
  tax: sum(lines.map(({ tax }) => tax)),
  total: sum(lines.map(({ total }) => total)),
});
