// Scores with unknown parts. Each criterion holds, does not hold, or is not known; the score is then a range, and a band is stated only
// when every value in the range lies in it. So a missing input matters only where it could change the answer, and it is never guessed.
import type { Item } from '#domain/recommendation/messages.ts';
import type { Bilingual } from '#domain/recommendation/messages.ts';
import { nameOf } from './rule.ts';
import { both } from '../say.ts';

export type Criterion = {
  readonly code: string;
  readonly label: Bilingual;
  readonly holds: boolean | undefined;
  /** What to record when `holds` is undefined. */
  readonly field: string;
  readonly eventIds: readonly string[];
  readonly value?: number | string;
  readonly unit?: string;
};

export type Score = { readonly min: number; readonly max: number; readonly missing: readonly string[] };
/** One point for each criterion that holds; an unknown one may or may not. */
export function scoreOf(criteria: readonly Criterion[]): Score {
  const unknown = criteria.filter(({ holds }) => holds === undefined);
  const min = criteria.filter(({ holds }) => holds).length;
  return { min, max: min + unknown.length, missing: [...new Set(unknown.map(({ field }) => field))] };
}

/** The index of the band (`bounds` are the lowest score of each further band) if the whole range lies in one, else undefined. */
export function bandOf({ min, max }: Pick<Score, 'min' | 'max'>, bounds: readonly number[]): number | undefined {
  const band = (score: number) => bounds.filter((bound) => score >= bound).length;
  return band(min) === band(max) ? band(min) : undefined;
}

/** The criteria that scored, then those nobody recorded. */
export const scoredItems = (criteria: readonly Criterion[]): Item[] => [
  ...criteria
    .filter(({ holds }) => holds)
    .map(({ code, label, eventIds, value, unit }) => ({
      code,
      label,
      points: 1,
      ...(value === undefined ? {} : { value }),
      ...(unit === undefined ? {} : { unit }),
      eventIds: [...eventIds],
    })),
  ...criteria
    .filter(({ holds }) => holds === undefined)
    .map(({ code, field, eventIds }) => ({
      code: `${code}.unknown`,
      label: both(`${nameOf(field).tr}: bilinmiyor`, `${nameOf(field).en}: not known`),
      eventIds: [...eventIds],
    })),
];
export const rangeText = ({ min, max }: Score): string => (min === max ? `${min}` : `${min}–${max}`);
