// What the booking process reads before it acts. Views lag, so it reads streams.
import { type AppointmentState, afterAppointmentEvent } from '#domain/appointment/state.ts';
import type { AppointmentEvent } from '#domain/appointment/messages.ts';
import { type Offered, offeredAfter } from '#domain/calendar/service.ts';
import type { Setting } from '#domain/calendar/setting.ts';
import { type Zone, zoneOf } from '#domain/calendar/slots/zone.ts';
import { fold } from '#domain/kernel/decider.ts';
import type { Position, StreamId } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { StoredOfferingEvent } from '#domain/offering/messages.ts';
import { type Rota, rota } from '#domain/rota/decider.ts';
import type { RotaEvent } from '#domain/rota/messages.ts';
import { schedule } from '#domain/schedule/decider.ts';
import type { Schedule, ScheduleEvent } from '#domain/schedule/messages.ts';
import { houseOf, scheduleStream } from '#write-side/calendar/streams.ts';
import { eventsOf, lastOf } from '#write-side/kernel/facts.ts';

export type Loaded = { readonly state: AppointmentState; readonly revision: number; readonly position?: Position };

/** Its sealed fields stay sealed: the process needs none of them. */
export async function loadAppointment(store: StreamReader, stream: StreamId): Promise<Loaded> {
  const events = await eventsOf(store, stream);
  const state = events.reduce<AppointmentState>((s, e) => afterAppointmentEvent(s, e as unknown as AppointmentEvent), { status: 'unknown' });
  const last = events.at(-1);
  return { state, revision: last?.revision ?? -1, ...(last && { position: last.position }) };
}

const unknown = () => new HubError('not-found', 'offering.unknown', 'There is no such service.');

export async function loadOffered(store: StreamReader, tenant: string, offeringId: string): Promise<Offered> {
  const events = await eventsOf(store, { tenant, slice: 'offering', id: offeringId });
  const offered = offeredAfter(offeringId, events as unknown as StoredOfferingEvent[]);
  if (!offered) throw unknown();
  return offered;
}

async function loadSchedule(store: StreamReader, tenant: string, id: string): Promise<Schedule> {
  return fold(schedule, (await eventsOf(store, scheduleStream(tenant, id))) as unknown as ScheduleEvent[]);
}

export async function loadZone(store: StreamReader, tenant: string): Promise<Zone> {
  const events = await eventsOf(store, { tenant, slice: 'tenant', id: tenant });
  return zoneOf(lastOf<{ timezone: string }>(events, 'TenantRegistered', 'TenantConfigured')?.data.timezone ?? 'UTC');
}

/** Undefined for what is not booked by appointment. */
export async function loadSetting(store: StreamReader, tenant: string, { service }: Offered): Promise<Setting | undefined> {
  if (!service) return undefined;
  const houseId = houseOf(tenant);
  const [zone, own] = await Promise.all([loadZone(store, tenant), loadSchedule(store, tenant, service.id)]);
  const others = [...new Set([houseId, ...own.rules.needs, ...service.staffIds])];
  const schedules = await Promise.all(others.map(async (id): Promise<[string, Schedule]> => [id, await loadSchedule(store, tenant, id)]));
  return { service, houseId, zone, schedules: new Map([[service.id, own], ...schedules]) };
}

export async function loadRota(store: StreamReader, tenant: string, offeringId: string): Promise<Rota> {
  return fold(rota, (await eventsOf(store, { tenant, slice: 'rota', id: offeringId })) as unknown as RotaEvent[]);
}
