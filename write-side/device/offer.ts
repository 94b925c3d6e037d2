// Is there something newer for this device? The staged rollout of its board decides.
import { z } from 'zod';
import { mustBeOwn } from '#domain/device/own.ts';
import { deviceSlice } from '#domain/device/slice.ts';
import { type Release, releaseFor } from '#domain/firmware/decider.ts';
import { firmwareSlice } from '#domain/firmware/slice.ts';
import { isRejection } from '#domain/kernel/decider.ts';
import type { Cause, Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamId } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { id } from '#domain/kernel/ids.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { firmwareStream } from '#write-side/firmware/stream.ts';
import { look } from '#write-side/kernel/look.ts';
import { rolesIn } from '#write-side/kernel/permits.ts';
import { devicePermits } from './permits.ts';

export type OfferDeps = { readonly dispatch: Dispatch; readonly store: StreamReader };

/** The release the device should have, offered to it now; undefined when there is none for it. */
export async function offerDue({ dispatch, store }: OfferDeps, to: StreamId, cause: Cause): Promise<Release | undefined> {
  const device = await look(store, deviceSlice, to);
  if (device.status === 'unknown') throw new HubError('not-found', 'device.unknown', `There is no device ${to.id}.`);
  const release = releaseFor(await look(store, firmwareSlice, firmwareStream(to.tenant, device.board)), to.id);
  if (!release || release.version === device.version) return undefined;
  const { version, sha256, bytes, epoch } = release;
  const outcome = await dispatch(to, { type: 'OfferFirmware', data: { version, sha256, bytes, epoch, board: device.board } }, cause);
  return isRejection(outcome) ? undefined : release;
}

const answer = z.object({
  firmware: z.object({ version: z.string(), url: z.url(), sha256: z.string(), bytes: z.int(), epoch: z.int() }).optional(),
});

export const offerRoute = (deps: OfferDeps): Route =>
  route({
    method: 'post',
    path: '/api/devices/{id}/firmware/check',
    summary: 'The firmware the rollout has for this device, if any',
    tag: 'devices',
    roles: rolesIn(devicePermits.OfferFirmware),
    scopes: ['device'],
    params: z.object({ id }),
    answers: { 200: { description: 'What to install', schema: answer } },
    codes: ['device.unknown'],
    handle: async ({ who, params, actor, commandId, correlationId }) => {
      mustBeOwn(who, params.id);
      const due = await offerDue(deps, { tenant: who.tenant, slice: 'device', id: params.id }, { id: commandId, actor, correlationId });
      const { version, url, sha256, bytes, epoch } = due ?? {};
      return { status: 200, body: due ? { firmware: { version, url, sha256, bytes, epoch } } : {} };
    },
  });
