// How new firmware gets onto a device: offered → verified → applied. It is applied only if its SHA-256 and signature match and there are
// two slots; a start that failed rolls back to the slot before.
import { type Rejection, reject } from '../kernel/decider.ts';
import type { DeviceCommand, DeviceEvent, REFUSALS } from './messages.ts';

export type Offer = { readonly version: string; readonly sha256: string; readonly epoch: number; readonly verified: boolean };
export type Board = {
  readonly board: string;
  readonly slots: number;
  readonly version?: string;
  readonly epoch: number;
  readonly offer?: Offer;
  /** Versions that it refused or rolled back: they are not offered again by themselves. */
  readonly failed: readonly string[];
  readonly autoUpdate: boolean;
};
type Data<T extends DeviceCommand['type']> = Extract<DeviceCommand, { type: T }>['data'];
type Decided = DeviceEvent[] | Rejection;

export function offer(device: Board, { board, byHand, version, sha256, bytes, epoch }: Data<'OfferFirmware'>): Decided {
  if (board !== device.board) return reject('firmware.other-board', { board: device.board });
  if (device.slots < 2) return reject('firmware.needs-two-slots');
  if (epoch < device.epoch) return reject('firmware.downgrade', { epoch: device.epoch });
  if (!device.autoUpdate && !byHand) return reject('firmware.held-back');
  if (device.failed.includes(version) && !byHand) return reject('firmware.failed-before');
  const isNews = version !== device.version && !(device.offer?.version === version && device.offer.sha256 === sha256);
  return isNews ? [{ type: 'FirmwareOffered', data: { version, sha256, bytes, epoch } }] : [];
}

function refusalOf(offered: Offer, { sha256, signatureValid, slots }: Data<'ReportImage'>): (typeof REFUSALS)[number] | undefined {
  if (slots < 2) return 'slots';
  if (sha256 !== offered.sha256) return 'sha256';
  return signatureValid ? undefined : 'signature';
}

export function reportImage({ offer: offered, board }: Board, data: Data<'ReportImage'>): Decided {
  const { version } = data;
  if (offered?.version !== version) return reject('firmware.not-offered');
  const refusal = refusalOf(offered, data);
  if (refusal) return [{ type: 'FirmwareRefused', data: { board, version, refusal } }];
  return offered.verified ? [] : [{ type: 'FirmwareVerified', data: { version } }];
}

export function reportBoot({ offer: offered, board, version: running }: Board, { version, booted, code }: Data<'ReportBoot'>): Decided {
  if (booted && running === version && offered === undefined) return [];
  if (offered?.version !== version) return reject('firmware.not-offered');
  if (!offered.verified) return reject('firmware.not-verified');
  return booted
    ? [{ type: 'FirmwareApplied', data: { version, epoch: offered.epoch } }]
    : [{ type: 'FirmwareRolledBack', data: { board, version, code: code ?? 'unspecified' } }];
}
