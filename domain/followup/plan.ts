// When a patient is asked after an operation, as data: days and months after the discharge, by programme.
import { plusDays } from '../kernel/instants.ts';

type Plan = { readonly days: readonly number[]; readonly months: readonly number[] };
/** standard: ERAS practice. bariatric: two years, then yearly by hand. hair, dental: the clinic's own. */
export const PROGRAMMES = {
  standard: { days: [1, 3, 7, 14, 30], months: [3, 6, 12] },
  bariatric: { days: [1, 3, 7, 14, 30], months: [3, 6, 12, 18, 24] },
  hair: { days: [1, 3], months: [1, 3, 6, 12] },
  dental: { days: [1, 3, 10], months: [6, 12, 24] },
} as const satisfies Record<string, Plan>;
export type Programme = keyof typeof PROGRAMMES;
export const PROGRAMME_NAMES = Object.keys(PROGRAMMES) as [Programme, ...Programme[]];
export type CheckIn = { readonly checkIn: string; readonly at: string };

/** A calendar month later; the last day of a shorter month stands for the days it lacks. */
function plusMonths(at: string, months: number): string {
  const from = new Date(at);
  const to = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0));
  const day = Math.min(from.getUTCDate(), to.getUTCDate());
  return new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth(), day, from.getUTCHours(), from.getUTCMinutes(), from.getUTCSeconds())).toISOString();
}

/** The check-ins of a programme counted from the discharge, the first first. */
export function checkInsOf(programme: Programme, dischargedAt: string): CheckIn[] {
  const { days, months } = PROGRAMMES[programme];
  return [
    ...days.map((n) => ({ checkIn: `day-${n}`, at: plusDays(dischargedAt, n) })),
    ...months.map((n) => ({ checkIn: `month-${n}`, at: plusMonths(dischargedAt, n) })),
  ];
}

/** What happens to a check-in nobody answers, and how many hours after it was due. */
export const MISSED_STEPS = { remind: 12, staff: 24, phone: 48 } as const;
export type MissedStep = keyof typeof MISSED_STEPS;
export const STEP_NAMES = Object.keys(MISSED_STEPS) as [MissedStep, ...MissedStep[]];
