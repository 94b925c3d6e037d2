// Which times are open, from the views: a hint that is mostly right. The calendars themselves decide when one is asked for.
import { claimOf, isLive } from '#domain/calendar/state.ts';
import { type Offered, offeredAfter } from '#domain/calendar/service.ts';
import { actorsIn, periodsOf, searchOf, type Setting } from '#domain/calendar/setting.ts';
import type { Interval } from '#domain/calendar/slots/interval.ts';
import type { Claim } from '#domain/calendar/slots/occupancy.ts';
import type { Search } from '#domain/calendar/slots/slots.ts';
import { addDays, instantOf, type Zone, zoneOf } from '#domain/calendar/slots/zone.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { StoredOfferingEvent } from '#domain/offering/messages.ts';
import { EMPTY_SCHEDULE } from '#domain/schedule/state.ts';
import { Calendar } from '#projections/calendars/table.ts';
import { scheduleOf } from '#projections/schedules/projection.ts';
import { ScheduleTable } from '#projections/schedules/table.ts';
import { Tenant } from '#projections/tenants/table.ts';
import type { Rows } from '../kernel/reader.ts';

export type Asked = { readonly from: string; readonly to: string; readonly staff?: readonly string[] };

/** Undefined when there is no such offering. */
export async function offeredIn(streams: StreamReader, tenant: string, id: string): Promise<Offered | undefined> {
  const events: StoredOfferingEvent[] = [];
  for await (const event of streams.read({ tenant, slice: 'offering', id })) events.push(event as unknown as StoredOfferingEvent);
  return offeredAfter(id, events);
}

export async function zoneIn(rows: Rows, tenant: string): Promise<Zone> {
  return zoneOf((await rows.findOne(Tenant, { tenant, id: tenant }))?.timezone ?? 'UTC');
}

async function settingIn(rows: Rows, tenant: string, service: NonNullable<Offered['service']>): Promise<Setting> {
  const [own, house, zone] = await Promise.all([
    rows.findOne(ScheduleTable, { tenant, id: service.id }),
    rows.findOne(ScheduleTable, { tenant, kind: 'house' }),
    zoneIn(rows, tenant),
  ]);
  const rules = own?.rules ?? EMPTY_SCHEDULE.rules;
  const others = await rows.find(ScheduleTable, { tenant, id: { $in: [...rules.needs, ...service.staffIds] } });
  const known = [...others, ...(own ? [own] : []), ...(house ? [house] : [])];
  return {
    service,
    houseId: house?.id ?? 'house',
    zone,
    schedules: new Map([[service.id, EMPTY_SCHEDULE], ...known.map((row): [string, ReturnType<typeof scheduleOf>] => [row.id, scheduleOf(row)])]),
  };
}

/** Live claims by actor and period, in one read. */
async function claimsIn(rows: Rows, tenant: string, setting: Setting, window: Interval, now: number): Promise<ReadonlyMap<string, readonly Claim[]>> {
  const { all, anyOf } = actorsIn(setting);
  const actors = [...all, ...anyOf];
  const periods = [...new Set(actors.flatMap((id) => periodsOf(setting, id, window)))];
  const found = await rows.find(Calendar, { tenant, actor: { $in: actors }, period: { $in: periods } });
  const at = new Date(now).toISOString();
  const live = (holds: (typeof found)[number]['holds']) =>
    Object.values(holds)
      .filter((hold) => isLive(hold, at))
      .map(claimOf);
  return new Map(found.map(({ actor, period, holds }) => [`${actor} ${period}`, live(holds)]));
}

/** The search for open times on local dates `from` to `to`, both included. */
export async function searchFor(
  rows: Rows,
  tenant: string,
  service: NonNullable<Offered['service']>,
  { from, to, staff }: Asked,
  now: number,
): Promise<Search> {
  const setting = await settingIn(rows, tenant, service);
  const window = { from: instantOf(setting.zone, from, 0), to: instantOf(setting.zone, addDays(to, 1), 0) };
  const claims = await claimsIn(rows, tenant, setting, window, now);
  return searchOf(setting, window, now, (actor, period) => claims.get(`${actor} ${period}`) ?? [], staff);
}
