import { z } from 'zod';
import { mustBeOwn } from '#domain/device/own.ts';
import { id } from '#domain/kernel/ids.ts';
import { type Principal, type Route, route } from '#domain/kernel/route.ts';
import { DeviceList } from '#projections/device-list/table.ts';
import { DeviceUsage } from '#projections/device-usage/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { cut, pageOf, pageQuery } from '../kernel/page.ts';
import { STAFF } from '../kernel/scope.ts';
import { unknown } from '../kernel/shapes.ts';
import { DEVICE_STATUSES, deviceItem, deviceOf, deviceStatus, deviceStatusOf, usageItem, usageOf } from './answers.ts';

const common = { method: 'get', tag: 'devices', roles: STAFF, waits: 'views' } as const;
const params = z.object({ id });
const WHERE = {
  online: { online: true, retired: false },
  charging: { online: true, charging: true, retired: false },
  offline: { online: false, retired: false },
  retired: { retired: true },
} as const;

export function deviceQueries({ reader, cursors }: ReadDeps): Route[] {
  const find = ({ tenant, credential }: Principal, device: string) => {
    mustBeOwn({ credential }, device);
    return reader.within(tenant, (rows) => rows.findOne(DeviceList, { tenant, id: device }));
  };
  const list = route({
    ...common,
    path: '/api/devices',
    summary: 'Devices, the one registered last first',
    query: z.object({ ...pageQuery, status: z.enum(DEVICE_STATUSES).optional() }),
    answers: { 200: { description: 'A page of devices', schema: pageOf(deviceItem) } },
    handle: async ({ who: { tenant }, query: { cursor, limit, status } }) => {
      const name = `devices ${status ?? ''}`;
      const [after] = cursors.read(tenant, name, cursor) ?? [];
      const where = { tenant, ...(status && WHERE[status]), ...(after && { registered: { $lt: BigInt(after) } }) };
      const found = await reader.within(tenant, (rows) => rows.find(DeviceList, where, { orderBy: { registered: 'desc' }, limit: limit + 1 }));
      const { rows, next } = cut(found, limit, (last) => cursors.write(tenant, name, [String(last.registered)]));
      return { status: 200, body: { items: rows.map(deviceOf), next } };
    },
  });
  const one = route({
    ...common,
    path: '/api/devices/{id}',
    scopes: ['device'],
    summary: 'A device',
    params,
    answers: { 200: { description: 'The device', schema: deviceItem } },
    codes: ['device.unknown'],
    handle: async ({ who, params }) => {
      const row = await find(who, params.id);
      if (!row) throw unknown('device', params.id);
      return { status: 200, body: deviceOf(row) };
    },
  });
  const status = route({
    ...common,
    path: '/api/devices/{id}/status',
    scopes: ['device'],
    summary: 'Whether a device is there, its battery and its firmware',
    params,
    answers: { 200: { description: 'The status', schema: deviceStatus } },
    codes: ['device.unknown'],
    handle: async ({ who, params }) => {
      const row = await find(who, params.id);
      if (!row) throw unknown('device', params.id);
      return { status: 200, body: deviceStatusOf(row) };
    },
  });
  const usage = route({
    ...common,
    path: '/api/devices/{id}/usage',
    scopes: ['device'],
    summary: 'How a device was used, by day, the last first',
    params,
    query: z.object({ ...pageQuery, from: z.iso.date().optional(), to: z.iso.date().optional() }),
    answers: { 200: { description: 'Up to `limit` days', schema: pageOf(usageItem) } },
    codes: ['device.unknown'],
    handle: async ({ who, params, query: { cursor, limit, from, to } }) => {
      const { tenant } = who;
      const name = `usage ${params.id} ${from ?? ''} ${to ?? ''}`;
      const [before] = cursors.read(tenant, name, cursor) ?? [];
      const day = { ...(from && { $gte: from }), ...(to && { $lte: to }), ...(before && { $lt: before }) };
      const where = { tenant, deviceId: params.id, ...(Object.keys(day).length > 0 && { day }) };
      if (!(await find(who, params.id))) throw unknown('device', params.id);
      const found = await reader.within(tenant, (rows) => rows.find(DeviceUsage, where, { orderBy: { day: 'desc' }, limit: limit + 1 }));
      const { rows, next } = cut(found, limit, (last) => cursors.write(tenant, name, [last.day]));
      return { status: 200, body: { items: rows.flatMap(usageOf), next } };
    },
  });
  return [list, one, status, usage];
}
