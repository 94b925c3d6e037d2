// Devices that refuse or roll back a release count against its rollout, which pauses itself at the release's limit.
import type { StoredDeviceEvent } from '#domain/device/messages.ts';
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { Reactor } from '#write-side/kernel/reactor.ts';
import { firmwareStream } from './stream.ts';

type Failure = Extract<StoredDeviceEvent, { type: 'FirmwareRefused' | 'FirmwareRolledBack' }>;

export const firmwareFailures: Reactor = {
  name: 'firmware-failures',
  types: ['FirmwareRefused', 'FirmwareRolledBack'],
  react: (recorded) => {
    const { stream, data } = recorded as Recorded<Failure>;
    return { to: firmwareStream(stream.tenant, data.board), command: { type: 'ReportFirmwareFailure', data: { version: data.version, deviceId: stream.id } } };
  },
};
