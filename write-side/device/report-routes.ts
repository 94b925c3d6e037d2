// What a device says of itself, over HTTP: how it was used, what it made of its configuration and of new firmware.
import { deviceCommands as commands, type DeviceCommand } from '#domain/device/messages.ts';
import { mustBeOwn } from '#domain/device/own.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { id } from '#domain/kernel/ids.ts';
import type { Route } from '#domain/kernel/route.ts';
import { z } from 'zod';
import { makeCommandRoute } from '#write-side/kernel/http.ts';
import { devicePermits as permits } from './permits.ts';

type Report = { readonly type: Extract<DeviceCommand['type'], `Report${string}`>; readonly summary: string; readonly codes: readonly string[] };
const OFFERED = ['firmware.not-offered', 'firmware.not-verified'];
const REPORTS: Readonly<Record<string, Report>> = {
  usage: { type: 'ReportUsage', summary: 'The device sums up how it was used', codes: ['device.usage-too-short', 'device.usage-overlaps'] },
  'config/report': { type: 'ReportConfig', summary: 'The device applied a configuration, or could not', codes: ['device.config-unknown'] },
  'firmware/image': { type: 'ReportImage', summary: 'The device has the whole image, and whether it is the right one', codes: OFFERED },
  'firmware/boot': { type: 'ReportBoot', summary: 'The device started from the new slot, or went back', codes: OFFERED },
};

export function reportRoutes({ dispatch }: { dispatch: Dispatch }): Route[] {
  const commandRoute = makeCommandRoute(dispatch);
  return Object.entries(REPORTS).map(([words, { type, summary, codes }]) =>
    commandRoute({
      method: 'post',
      path: `/api/devices/{id}/${words}`,
      summary,
      tag: 'devices',
      permit: permits[type],
      scopes: ['device'],
      params: z.object({ id }),
      body: commands[type],
      codes: ['device.unknown', 'device.retired', ...codes],
      to: ({ who, params }) => {
        mustBeOwn(who, params.id);
        return { tenant: who.tenant, slice: 'device', id: params.id };
      },
      command: ({ body }) => ({ type, data: body }),
    }),
  );
}
