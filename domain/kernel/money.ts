// Money is a whole number of minor units (kuruş, cents) and a rate a whole number of basis points (1 % = 100): nothing is ever a fraction.
import { z } from 'zod';

/** Currencies with two decimals, so that a minor unit is a hundredth in all of them. */
export const CURRENCIES = ['TRY', 'EUR', 'USD', 'GBP', 'CHF', 'SAR', 'AED', 'QAR', 'RUB', 'AZN'] as const;
export const currency = z.enum(CURRENCIES);
export type Currency = z.infer<typeof currency>;

/** Up to ten billion units, so that sums of many stay exact. */
export const amount = z.int().min(0).max(1_000_000_000_000);
export const rate = z.int().min(0).max(10_000);

const WHOLE = 10_000n;
const number = (n: bigint) => Number(n);

/** `amount × by ÷ of`, rounded half up. All whole and not negative; `of` above zero. */
export const portion = (amount: number, by: number, of: number): number => number((BigInt(amount) * BigInt(by) * 2n + BigInt(of)) / (BigInt(of) * 2n));

/** The tax inside a price that includes it, rounded half up to the minor unit. */
export const taxWithin = (gross: number, rate: number): number => portion(gross, rate, number(WHOLE + BigInt(rate)));

/** Cuts `total` in proportion to `weights` without losing a unit: each part is rounded down, and what is left goes one by one to the largest remainders, the first of equals first. */
export function shares(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + BigInt(b), 0n);
  if (sum === 0n) return weights.map(() => 0);
  const parts = weights.map((weight, index) => ({ index, whole: (BigInt(total) * BigInt(weight)) / sum, rest: (BigInt(total) * BigInt(weight)) % sum }));
  const left = total - number(parts.reduce((a, { whole }) => a + whole, 0n));
  const lucky = new Set(
    [...parts]
      .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1))
      .slice(0, left)
      .map(({ index }) => index),
  );
  return parts.map(({ index, whole }) => number(whole) + (lucky.has(index) ? 1 : 0));
}

/** `"450.5"` or `450.5` with two digits is 45050; undefined when it is no such decimal. */
export function scaled(decimal: number | string, digits: number): number | undefined {
  const [, whole, fraction = ''] = /^(\d{1,11})(?:\.(\d+))?$/.exec(String(decimal)) ?? [];
  return whole === undefined || fraction.length > digits ? undefined : Number(whole + fraction.padEnd(digits, '0'));
}
/** The other way: 45050 with two digits is `"450.50"`. */
export function decimal(units: number, digits: number): string {
  const text = String(units).padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** A number or text with at most so many digits after the point, as the API takes money and rates; text is exact for any length. */
export const decimalText = (digits: number) =>
  z
    .union([z.number(), z.string()])
    .refine((value) => scaled(value, digits) !== undefined, `a decimal, not below zero, with at most ${digits} digits after the point`);
export const rateText = decimalText(4).refine((value) => Number(value) <= 1, 'at most 1');
export const minor = (value: number | string): number => scaled(value, 2)!;
export const money = (units: number): string => decimal(units, 2);
export const basisPoints = (value: number | string): number => scaled(value, 4)!;
