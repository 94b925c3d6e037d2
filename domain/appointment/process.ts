// The booking process as a pure rule: what an appointment needs done in calendars next. Whoever carries it out may die at any point and
// another goes on from here: each step may be repeated, and the appointment's own stream decides how it ends.
import type { WantedTime } from '../calendar/messages.ts';
import type { Attempt, KnownAppointment } from './state.ts';

export type Step =
  /** Ask everyone to keep the time. `keep`: for good, as the appointment already stands and only moves. */
  | { readonly is: 'hold'; readonly number: number; readonly attempt: Attempt; readonly keep: boolean }
  /** Ask those who hold it to keep it for good. */
  | { readonly is: 'keep'; readonly number: number; readonly attempt: Attempt }
  | { readonly is: 'free'; readonly number: number; readonly attempt: Attempt };

export function nextStep({ status, current, moving, attempts, toFree }: KnownAppointment): Step | undefined {
  const step = (is: 'keep' | 'free', number: number): Step => ({ is, number, attempt: attempts[number]! });
  if (toFree[0] !== undefined) return step('free', toFree[0]);
  if (status === 'requested') return { is: 'hold', number: current, attempt: attempts[current]!, keep: false };
  if (status === 'confirming') return step('keep', current);
  return moving === undefined ? undefined : { is: 'hold', number: moving, attempt: attempts[moving]!, keep: true };
}

/** What the attempt claims of everyone if these are the hosts; of all who were asked, when they are not known. */
export const claimsOf = ({ booking: { all, anyOf } }: Attempt, hosts?: readonly string[]): WantedTime[] => [
  ...all,
  ...anyOf.flatMap(({ actor, claims }) => (hosts === undefined || hosts.includes(actor) ? claims : [])),
];
