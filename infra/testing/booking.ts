// A salon that can be booked, on any store: for tests and benches of booking.
import { randomUUID } from 'node:crypto';
import type { Actor, Recorded } from '../../domain/kernel/envelope.ts';
import { isRejection } from '../../domain/kernel/decider.ts';
import type { Command, Dispatch } from '../../domain/kernel/dispatch.ts';
import type { StreamReader } from '../../domain/kernel/event-store.ts';
import { rightsOf, type Role } from '../../domain/kernel/roles.ts';
import type { Answer, RouteRequest } from '../../domain/kernel/route.ts';
import { appointmentRoutes } from '../../write-side/appointment/routes.ts';
import { slices } from '../../domain/index.ts';
import { anySlice, type Slice } from '../../domain/kernel/slice.ts';
import { offeringSlice } from '../../domain/offering/slice.ts';
import { houseOf } from '../../write-side/calendar/streams.ts';
import { as } from './given.ts';
import { pretendDigest } from './memory-store.ts';

export const SLICES: readonly Slice[] = [...slices.filter(({ name }) => name !== 'offering'), anySlice(offeringSlice)];
export const SALON = 'acme';
export const uuid = (n: number): string => `0190d0c0-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const [SERVICE, ADA, BORA, CAN, ROOM] = [100, 1, 2, 3, 50].map(uuid) as [string, string, string, string, string];
/** A Monday, eight in the morning in Istanbul; the salon is open from nine to five. */
export const NOW = '2026-03-02T05:00:00.000Z';
const operator: Actor = { ...as('operator'), kind: 'system' };
const weekly = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '09:00', to: '17:00' }));

export type Terms = {
  staff?: readonly string[];
  needs?: readonly string[];
  maxConcurrent?: number;
  rules?: object;
  terms?: object;
  schedules?: Readonly<Record<string, object>>;
};

/** Gives the commands that open the salon; dispatch must not check permits by role. */
export async function openSalon(
  dispatch: Dispatch,
  { staff = [ADA], needs = [], maxConcurrent = 100, rules = {}, terms = {}, schedules = {} }: Terms = {},
): Promise<void> {
  const give = async (slice: string, id: string, type: string, data: object) => {
    const outcome = await dispatch({ tenant: SALON, slice, id }, { type, data }, { id: randomUUID(), actor: operator, correlationId: 'open', at: NOW });
    if (isRejection(outcome)) throw new Error(outcome.rejected);
  };
  await give('tenant', SALON, 'RegisterTenant', { slug: SALON, name: 'Salon', kind: 'clinic', locale: 'tr', timezone: 'Europe/Istanbul' });
  await give('offering', SERVICE, 'DefineOffering', {
    name: 'Saç kesimi',
    terms: {
      type: 'service',
      durationMinutes: 30,
      staffRequired: staff.length > 0,
      staffIds: staff,
      maxConcurrent,
      bookingAdvanceDays: 30,
      cancellationHours: 24,
      ...terms,
    },
    price: { amount: 15_000, currency: 'TRY', taxRate: 2000 },
  });
  await give('schedule', houseOf(SALON), 'SetAvailability', { kind: 'house', weekly });
  await give('schedule', SERVICE, 'SetBookingRules', { needs, ...rules });
  for (const [id, data] of Object.entries(schedules)) await give('schedule', id, 'SetAvailability', data);
}

export type Call = (
  at: string,
  body: object,
  more?: { id?: string; roles?: Role[]; commandId?: string; patientId?: string; query?: object },
) => Promise<Answer & { body: Record<string, unknown> }>;

/** Calls the endpoints of appointments as the HTTP layer does: `POST /api/appointments`. */
export function makeSalonCalls(deps: { dispatch: Dispatch; store: StreamReader; now?: () => Date }): Call {
  const routes = appointmentRoutes({ tenantDigest: pretendDigest, now: () => new Date(NOW), ...deps });
  return async (at, body, { id = '', roles = ['coordinator'] as Role[], commandId = randomUUID(), patientId, query = {} } = {}) => {
    const [method, path] = at.toLowerCase().split(' ');
    const route = routes.find((r) => r.method === method && r.path === path)!;
    const who = { tenant: SALON, memberId: uuid(9), roles, rights: rightsOf(roles), session: 's', ...(patientId && { patientId }) };
    const actor = as(roles[0]!, patientId ? 'patient' : 'staff');
    const asked = { who, actor, params: { id }, query, headers: {}, correlationId: 'c', commandId, body: route.body ? route.body.parse(body) : undefined };
    return (await route.handle(asked as unknown as RouteRequest<never, never, never>)) as Awaited<ReturnType<Call>>;
  };
}

export const wish = (time: string, more: object = {}) => ({
  offering_id: SERVICE,
  date: '2026-03-02',
  time,
  customer: { name: 'Ayşe', phone: '+90 555 000 00 00' },
  ...more,
});
export const give = (dispatch: Dispatch, slice: string, id: string, command: Command, at = NOW) =>
  dispatch({ tenant: SALON, slice, id }, command, { id: randomUUID(), actor: operator, correlationId: 'c', at });

/** What calendars hold at a moment, read from their events: `actor period` of each live hold, those kept for good with `!`. */
export function holdsIn(log: readonly Recorded[], at: string): string[] {
  const holds = new Map<string, { where: string; until: string; firm: boolean }>();
  for (const { type, data, stream } of log.filter((e) => e.stream.slice === 'calendar')) {
    const { holdId, actor, period, until } = data as { holdId: string; actor: string; period: string; until: string };
    const key = `${stream.id} ${holdId}`;
    if (type === 'HoldPlaced') holds.set(key, { where: `${Number(actor.slice(-12))} ${period}`, until, firm: false });
    else if (type === 'HoldKept') holds.set(key, { ...holds.get(key)!, firm: true });
    else holds.delete(key);
  }
  return [...holds.values()].flatMap(({ where, until, firm }) => (firm ? [`${where}!`] : Date.parse(until) > Date.parse(at) ? [where] : [])).sort();
}
