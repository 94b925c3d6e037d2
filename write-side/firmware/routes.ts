import { z } from 'zod';
import { board, firmwareVersion } from '#domain/device/messages.ts';
import { type FirmwareCommand, firmwareCommands as commands } from '#domain/firmware/messages.ts';
import { firmwareSlice } from '#domain/firmware/slice.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Route } from '#domain/kernel/route.ts';
import { makeCommandRoute } from '#write-side/kernel/http.ts';
import { look } from '#write-side/kernel/look.ts';
import { firmwarePermits as permits } from './permits.ts';
import { isSigned, keyIdOf } from './signature.ts';
import { firmwareStream } from './stream.ts';

const tag = 'firmware';
const params = z.object({ board });
const onRelease = params.extend({ version: firmwareVersion });

type Verb = { readonly type: FirmwareCommand['type']; readonly summary: string; readonly body: z.ZodObject; readonly codes?: readonly string[] };
const VERBS: Readonly<Record<string, Verb>> = {
  rollout: {
    type: 'WidenRollout',
    summary: 'Bring a release to more devices: 1, 10, 50, 100 percent',
    body: commands.WidenRollout.omit({ version: true }),
    codes: ['firmware.paused', 'firmware.rollout-narrower'],
  },
  pause: { type: 'PauseRollout', summary: 'Offer a release to nobody more', body: commands.PauseRollout.omit({ version: true }) },
  resume: { type: 'ResumeRollout', summary: 'Go on with a paused rollout', body: z.strictObject({}) },
  withdraw: { type: 'WithdrawFirmware', summary: 'Withdraw a release for good', body: commands.WithdrawFirmware.omit({ version: true }) },
};

export function firmwareRoutes({ dispatch, store }: { dispatch: Dispatch; store: StreamReader }): Route[] {
  const commandRoute = makeCommandRoute(dispatch);
  const to = ({ who, params }: { who: { tenant: string }; params: { board: string } }) => firmwareStream(who.tenant, params.board);
  const verb = ([word, { type, summary, body, codes = [] }]: [string, Verb]): Route =>
    commandRoute({
      method: 'post',
      path: `/api/firmware/{board}/releases/{version}/${word}`,
      summary,
      tag,
      permit: permits[type],
      params: onRelease,
      body,
      codes: ['firmware.unknown', 'firmware.withdrawn', ...codes],
      to,
      command: ({ params: { version }, body }) => ({ type, data: { ...body, version } }),
    });
  return [
    commandRoute({
      method: 'post',
      path: '/api/firmware/{board}/keys',
      summary: 'Trust a key to sign firmware for a board',
      tag,
      permit: permits.TrustFirmwareKey,
      params,
      body: commands.TrustFirmwareKey.pick({ publicKey: true }),
      codes: ['firmware.key-invalid'],
      to,
      command: ({ params: { board }, body: { publicKey } }) => ({ type: 'TrustFirmwareKey', data: { board, publicKey, keyId: keyIdOf(publicKey) } }),
    }),
    commandRoute({
      method: 'post',
      path: '/api/firmware/{board}/keys/revoke',
      summary: 'Trust a key no more, and withdraw what it signed',
      tag,
      permit: permits.RevokeFirmwareKey,
      params,
      body: commands.RevokeFirmwareKey,
      codes: ['firmware.unknown'],
      to,
      command: ({ body }) => ({ type: 'RevokeFirmwareKey', data: body }),
    }),
    commandRoute({
      method: 'post',
      path: '/api/firmware/{board}/releases',
      summary: 'Release signed firmware; it reaches no device before its rollout is widened',
      tag,
      permit: permits.ReleaseFirmware,
      params,
      body: commands.ReleaseFirmware,
      codes: ['firmware.unknown', 'firmware.key-not-trusted', 'firmware.signature-invalid', 'firmware.already-released', 'firmware.downgrade'],
      to,
      command: async ({ who, params: { board }, body }) => {
        const line = await look(store, firmwareSlice, to({ who, params: { board } }));
        const key = line.status === 'known' && Object.hasOwn(line.keys, body.keyId) ? line.keys[body.keyId] : undefined;
        // Without the key the rule itself refuses, and again should it be revoked meanwhile.
        if (key && !isSigned({ board, ...body }, body.signature, key))
          throw new HubError('conflict', 'firmware.signature-invalid', 'The signature does not fit board, version, epoch, size and digest.');
        return { type: 'ReleaseFirmware', data: body };
      },
    }),
    ...Object.entries(VERBS).map(verb),
  ];
}
