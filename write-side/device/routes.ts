// Devices, under the paths and field names that the devices' makers use.
import { z } from 'zod';
import { board, deviceCommands as commands, config, firmwareVersion, location, serialNumber } from '#domain/device/messages.ts';
import { deviceSlice } from '#domain/device/slice.ts';
import { releaseIn } from '#domain/firmware/decider.ts';
import { firmwareSlice } from '#domain/firmware/slice.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { type StreamId, tenantSlug } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { id } from '#domain/kernel/ids.ts';
import type { Route, RouteRequest } from '#domain/kernel/route.ts';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import { hashOf, secretFor } from '#write-side/apikey/secret.ts';
import { firmwareStream } from '#write-side/firmware/stream.ts';
import { makeCommandRoute } from '#write-side/kernel/http.ts';
import { look } from '#write-side/kernel/look.ts';
import { makeSerials } from '#write-side/serial/registry.ts';
import { reachable } from '#write-side/tenant/routes.ts';
import { offerRoute } from './offer.ts';
import { devicePermits as permits } from './permits.ts';
import { reportRoutes } from './report-routes.ts';

export type DeviceDeps = { readonly dispatch: Dispatch; readonly store: StreamReader; readonly tenantDigest: TenantDigest };
const tag = 'devices';
const params = z.object({ id });
const GENERAL = ['device.unknown', 'device.retired'];
const OFFER = ['firmware.unknown', 'firmware.withdrawn', 'firmware.other-board', 'firmware.needs-two-slots', 'firmware.downgrade'];
const registration = z.strictObject({
  serial_number: serialNumber,
  tenant_id: tenantSlug.optional().describe('Your own tenant; there is no other'),
  location: location.optional(),
  board: board.default('arma-s3'),
  slots: z.int().min(1).max(8).default(2).describe('Firmware slots; updates over the air need two'),
  firmware_version: firmwareVersion.optional(),
});
const credential = z.object({ credential: z.string().describe('The device’s secret, for `POST /api/auth/device`; it is not shown again') });
type OnDevice = RouteRequest<{ id: string }>;

export function deviceRoutes({ dispatch, store, tenantDigest }: DeviceDeps): Route[] {
  const commandRoute = makeCommandRoute(dispatch);
  const serials = makeSerials({ dispatch, tenantDigest });
  const to = ({ who, params }: Pick<OnDevice, 'who' | 'params'>): StreamId => ({ tenant: who.tenant, slice: 'device', id: params.id });
  const secret = (tenant: string, device: string, commandId: string) => secretFor(tenantDigest, 'device', { tenant, id: device }, commandId);
  const common = { tag, params, to };
  const tells = {
    schema: credential,
    of: async ({ commandId }: { commandId: string }, { tenant, id }: StreamId) => ({ credential: await secret(tenant, id, commandId) }),
  };
  return [
    commandRoute({
      method: 'post',
      path: '/api/devices/register',
      summary: 'Register a device; the answer holds its secret',
      tag,
      permit: permits.ProvisionDevice,
      body: registration,
      codes: ['device.already-registered', 'device.serial-taken', 'tenant.unknown'],
      creates: '/api/devices',
      tells,
      to: async ({ who, body }) => ({ tenant: reachable(who, body.tenant_id ?? who.tenant), slice: 'device', id: await serials.deviceId(body.serial_number) }),
      command: async ({ who: { tenant }, commandId, correlationId, body: { serial_number: serial, board, slots, location, firmware_version } }) => {
        const device = await serials.deviceId(serial);
        await serials.claim(tenant, device, { commandId, correlationId });
        const credentialHash = hashOf(await secret(tenant, device, commandId));
        const optional = { ...(location && { location }), ...(firmware_version && { firmwareVersion: firmware_version }) };
        return { type: 'ProvisionDevice', data: { serial, board, slots, credentialHash, ...optional } };
      },
    }),
    commandRoute({
      ...common,
      method: 'post',
      path: '/api/devices/{id}/credential',
      summary: 'Give the device a new secret; the one before ends',
      permit: permits.ChangeCredential,
      codes: GENERAL,
      tells,
      command: async ({ who, params, commandId }) => ({
        type: 'ChangeCredential',
        data: { credentialHash: hashOf(await secret(who.tenant, params.id, commandId)) },
      }),
    }),
    commandRoute({
      ...common,
      method: 'put',
      path: '/api/devices/{id}/config',
      summary: 'Configure the device; it answers with the version it applied',
      permit: permits.ConfigureDevice,
      body: config,
      codes: GENERAL,
      command: ({ body }) => ({ type: 'ConfigureDevice', data: { config: body } }),
    }),
    commandRoute({
      ...common,
      method: 'post',
      path: '/api/devices/{id}/firmware',
      summary: 'Offer the device a released version, wherever its rollout stands',
      permit: permits.OfferFirmware,
      body: z.strictObject({ version: firmwareVersion, url: z.url().max(1000).optional().describe('Must be that of the release') }),
      codes: [...GENERAL, ...OFFER],
      command: async ({ who, params, body: { version, url } }) => {
        const device = await look(store, deviceSlice, to({ who, params }));
        if (device.status === 'unknown') throw new HubError('not-found', 'device.unknown', `There is no device ${params.id}.`);
        const release = releaseIn(await look(store, firmwareSlice, firmwareStream(who.tenant, device.board)), version);
        if (!release || (url && url !== release.url)) throw new HubError('not-found', 'firmware.unknown', 'There is no such release for this board.');
        if (release.status === 'withdrawn') throw new HubError('conflict', 'firmware.withdrawn', 'The release was withdrawn.');
        const { sha256, bytes, epoch } = release;
        return { type: 'OfferFirmware', data: { version, sha256, bytes, epoch, board: device.board, byHand: true } };
      },
    }),
    offerRoute({ dispatch, store }),
    ...reportRoutes({ dispatch }),
    commandRoute({
      ...common,
      method: 'put',
      path: '/api/devices/{id}/location',
      summary: 'Say where the device stands',
      permit: permits.PlaceDevice,
      body: commands.PlaceDevice,
      codes: GENERAL,
      command: ({ body }) => ({ type: 'PlaceDevice', data: body }),
    }),
    commandRoute({
      ...common,
      method: 'post',
      path: '/api/devices/{id}/retire',
      summary: 'Take the device out of use; its serial number is free again',
      permit: permits.RetireDevice,
      body: commands.RetireDevice,
      codes: GENERAL,
      command: ({ body }) => ({ type: 'RetireDevice', data: body }),
    }),
  ];
}
