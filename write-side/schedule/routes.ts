import { z } from 'zod';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { id } from '#domain/kernel/ids.ts';
import type { Principal, Route } from '#domain/kernel/route.ts';
import { availability, block, bookingRules } from '#domain/schedule/messages.ts';
import { houseOf, scheduleStream } from '#write-side/calendar/streams.ts';
import { exists, makeCommandRoute, mustExist } from '#write-side/kernel/http.ts';
import { createdBy, derivedId } from '#write-side/kernel/ids.ts';
import { schedulePermits as permits } from './permits.ts';

const tag = 'schedules';
/** `house`: the tenant's own opening hours and holidays. */
const whose = z.union([z.literal('house'), id]);
const params = z.object({ id: whose });
const { kind: _kind, ...settings } = availability;
const resource = z.strictObject({ ...settings, kind: z.enum(['room', 'equipment']), name: z.string().trim().min(1).max(120) });
const { blockId: _blockId, ...absence } = block;
/** Slices whose streams have a schedule of the same id. */
const OWNERS = { staff: 'member', service: 'offering' } as const;

export function scheduleRoutes({ dispatch, store }: { dispatch: Dispatch; store: StreamReader }): Route[] {
  const commandRoute = makeCommandRoute(dispatch);
  const to = ({ who, params }: { who: Principal; params: { id: string } }) =>
    scheduleStream(who.tenant, params.id === 'house' ? houseOf(who.tenant) : params.id);

  /** What the schedule is of: the house, a member of staff or a service, else a room or device that is there already. */
  async function kindOf(tenant: string, of: string): Promise<z.infer<typeof availability.kind>> {
    if (of === 'house') return 'house';
    for (const [kind, slice] of Object.entries(OWNERS)) if (await exists(store, { tenant, slice, id: of })) return kind as keyof typeof OWNERS;
    for await (const { type, data } of store.read(scheduleStream(tenant, of)))
      if (type === 'AvailabilitySet') return (data as { kind: z.infer<typeof availability.kind> }).kind;
    throw new HubError('not-found', 'schedule.unknown', `There is no member, service, room or device ${of}.`);
  }
  return [
    commandRoute({
      method: 'post',
      path: '/api/schedules',
      summary: 'Add a room or a device that can be booked',
      tag,
      permit: permits.SetAvailability,
      body: resource,
      creates: '/api/schedules',
      to: ({ who, commandId }) => scheduleStream(who.tenant, createdBy(commandId, 'schedule')),
      command: ({ body }) => ({ type: 'SetAvailability', data: body }),
    }),
    commandRoute({
      method: 'put',
      path: '/api/schedules/{id}',
      summary: 'Say when a person, room, device, service or the house can be booked',
      tag,
      permit: permits.SetAvailability,
      params,
      body: z.strictObject(settings),
      codes: ['schedule.unknown', 'schedule.other-kind'],
      to,
      command: async ({ who, params, body }) => ({ type: 'SetAvailability', data: { ...body, kind: await kindOf(who.tenant, params.id) } }),
    }),
    commandRoute({
      method: 'put',
      path: '/api/schedules/{id}/booking-rules',
      summary: 'Say how a service is booked: what it needs, notice, step, groups, approval',
      tag,
      permit: permits.SetBookingRules,
      params: z.object({ id }),
      body: z.strictObject(bookingRules),
      codes: ['offering.unknown', 'schedule.unknown'],
      to,
      command: async ({ who, params, body }) => {
        await mustExist(store, { tenant: who.tenant, slice: 'offering', id: params.id });
        for (const need of body.needs) await kindOf(who.tenant, need);
        return { type: 'SetBookingRules', data: body };
      },
    }),
    commandRoute({
      method: 'post',
      path: '/api/schedules/{id}/blocks',
      summary: 'Block time: leave, a holiday of the house, maintenance',
      tag,
      permit: permits.BlockTime,
      params,
      body: z.strictObject(absence),
      codes: ['schedule.unknown'],
      to,
      command: async ({ who, params, body, commandId }) => {
        await kindOf(who.tenant, params.id);
        return { type: 'BlockTime', data: { ...body, blockId: derivedId('block', params.id, commandId) } };
      },
    }),
    commandRoute({
      method: 'delete',
      path: '/api/schedules/{id}/blocks/{blockId}',
      summary: 'Take a block of time back',
      tag,
      permit: permits.UnblockTime,
      params: params.extend({ blockId: id }),
      to,
      command: ({ params }) => ({ type: 'UnblockTime', data: { blockId: params.blockId } }),
    }),
  ];
}
