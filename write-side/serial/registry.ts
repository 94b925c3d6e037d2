// Keeps serial numbers unique in the whole hub: they are claimed in one registry before a tenant's own stream says anything.
import { isRejection } from '#domain/kernel/decider.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import { derivedId } from '#write-side/kernel/ids.ts';
import type { Reactor } from '#write-side/kernel/reactor.ts';

/** The platform's own tenant: nobody's data, so its streams may be about devices of all. */
const REGISTRY = 'hub';
const ACTOR = { id: 'serial-registry', kind: 'system', role: 'registry' } as const;
const stream = (deviceId: string) => ({ tenant: REGISTRY, slice: 'serial', id: deviceId });

export type Serials = {
  /** The id of the device with this serial number, the same in whatever tenant it is. */
  readonly deviceId: (serial: string) => Promise<string>;
  /** Throws `conflict` when another tenant has it. */
  readonly claim: (tenant: string, deviceId: string, cause: { commandId: string; correlationId: string }) => Promise<void>;
};

export const makeSerials = ({ dispatch, tenantDigest }: { dispatch: Dispatch; tenantDigest: TenantDigest }): Serials => ({
  deviceId: async (serial) => derivedId('device', await tenantDigest(REGISTRY, 'device.serial', serial.toUpperCase())),
  claim: async (tenant, deviceId, { commandId, correlationId }) => {
    const cause = { id: derivedId('claim', tenant, commandId), actor: ACTOR, correlationId };
    const outcome = await dispatch(stream(deviceId), { type: 'ClaimSerial', data: { holder: tenant } }, cause);
    if (isRejection(outcome)) throw new HubError('conflict', 'device.serial-taken', 'Another tenant has a device of this serial number.');
  },
});

/** A retired device may be registered by somebody else. */
export const serialReleases: Reactor = {
  name: 'serial-releases',
  types: ['DeviceRetired'],
  react: ({ stream: { tenant, id } }) => ({ to: stream(id), command: { type: 'ReleaseSerial', data: { holder: tenant } } }),
};
