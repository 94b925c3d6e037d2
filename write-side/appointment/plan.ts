// Which time of whom an appointment needs. Calendars decide whether they have it; here hours, absences, notice and horizon do.
import type { Booking } from '#domain/appointment/messages.ts';
import { searchOf, type Setting, wantedFor } from '#domain/calendar/setting.ts';
import { inTurn } from '#domain/calendar/slots/fairness.ts';
import { MINUTE } from '#domain/calendar/slots/interval.ts';
import { ableAt, type Closed, type Search, whyClosed } from '#domain/calendar/slots/slots.ts';
import { type Rota, turnsOf } from '#domain/rota/decider.ts';

/** `start` in epoch milliseconds; `staff`: only these. */
export type Wish = { readonly appointmentId: string; readonly start: number; readonly staff?: readonly string[] };

const searchAt = (setting: Setting, { start, staff }: Omit<Wish, 'appointmentId'>, now: number): Search =>
  searchOf(setting, { from: start, to: start + setting.service.durationMinutes * MINUTE }, now, () => [], staff);

export const closedBy = (setting: Setting, wish: Omit<Wish, 'appointmentId'>, now: number): Closed | undefined =>
  whyClosed(searchAt(setting, wish, now), wish.start);

/** A second look at a time that is held: leave and holidays may be new; notice was given when it was asked for. */
export function closedSince(setting: Setting, wish: Omit<Wish, 'appointmentId'>, now: number): Closed | undefined {
  const search = searchAt(setting, wish, now);
  return whyClosed({ ...search, terms: { ...search.terms, notice: 0 } }, wish.start);
}

/** Who is asked in which order: by turn; for a group always in the same one, so that its session stays with the same people. */
function order(setting: Setting, able: readonly string[], rota: Rota, at: string): string[] {
  if (setting.schedules.get(setting.service.id)!.rules.group) return able.toSorted();
  return inTurn(able.map((id) => ({ id, weight: setting.schedules.get(id)?.availability?.weight ?? 1, ...turnsOf(rota, id, at) })));
}

export function bookingFor(setting: Setting, wish: Wish, now: number, rota: Rota): Booking {
  const staff = order(setting, ableAt(searchAt(setting, wish, now), wish.start), rota, new Date(now).toISOString());
  const { all, anyOf, hosts } = wantedFor(setting, wish.appointmentId, wish.start, staff);
  const iso = (instant: number) => new Date(instant).toISOString();
  const { hold } = setting.schedules.get(setting.service.id)!.rules;
  const time = { start: iso(wish.start), end: iso(wish.start + setting.service.durationMinutes * MINUTE), until: iso(now + hold * MINUTE) };
  return { ...time, all: [...all], anyOf: anyOf.map(({ actor, claims }) => ({ actor, claims: [...claims] })), hosts };
}
