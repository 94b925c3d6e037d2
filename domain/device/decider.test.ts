import { as, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import type { SerialEvent } from '../serial/messages.ts';
import { serialSlice } from '../serial/slice.ts';
import type { DeviceCommand, DeviceEvent } from './messages.ts';
import { deviceSlice as slice } from './slice.ts';

const hash = 'ab'.repeat(32);
const other = 'cd'.repeat(32);
const made = { serial: 'ARMA-2025-001', board: 'arma-s3', slots: 2, credentialHash: hash };
const provisioned = (more = {}): DeviceEvent => ({ type: 'DeviceProvisioned', data: { ...made, ...more } });
const connected = (connectionId: string, firmwareVersion = '1.0.2'): DeviceEvent => ({ type: 'DeviceConnected', data: { connectionId, firmwareVersion } });
const image = { version: '1.0.3', sha256: hash, bytes: 1000, epoch: 1 };
const offer = (more = {}): DeviceCommand => ({ type: 'OfferFirmware', data: { ...image, board: 'arma-s3', ...more } });
const offered: DeviceEvent = { type: 'FirmwareOffered', data: image };
const found = (more = {}): DeviceCommand => ({ type: 'ReportImage', data: { version: '1.0.3', sha256: hash, signatureValid: true, slots: 2, ...more } });
const verified: DeviceEvent = { type: 'FirmwareVerified', data: { version: '1.0.3' } };
const refused = (refusal: 'slots' | 'sha256' | 'signature'): DeviceEvent => ({
  type: 'FirmwareRefused',
  data: { board: 'arma-s3', version: '1.0.3', refusal },
});
const boot = (booted: boolean): DeviceCommand => ({ type: 'ReportBoot', data: { version: '1.0.3', booted, code: 'no-wifi' } });
const rolledBack: DeviceEvent = { type: 'FirmwareRolledBack', data: { board: 'arma-s3', version: '1.0.3', code: 'no-wifi' } };

spec('serial', (it) => {
  it('a serial number belongs to one tenant of the hub until that tenant gives it up', () => {
    const claim = (holder: string) => ({ type: 'ClaimSerial', data: { holder } }) as const;
    const released: SerialEvent = { type: 'SerialReleased', data: { holder: 'acme' } };
    const claimed: SerialEvent = { type: 'SerialClaimed', data: { holder: 'acme' } };
    given(serialSlice).when(claim('acme')).then(claimed);
    given(serialSlice, claimed).when(claim('acme')).then();
    given(serialSlice, claimed).when(claim('globex')).then(reject('device.serial-taken'));
    given(serialSlice, claimed)
      .when({ type: 'ReleaseSerial', data: { holder: 'globex' } })
      .then();
    given(serialSlice, claimed, released)
      .when(claim('globex'))
      .then({ type: 'SerialClaimed', data: { holder: 'globex' } });
  });
});

spec('device', (it) => {
  it('is registered once, and again after it was retired', () => {
    given(slice).when({ type: 'ProvisionDevice', data: made }).then(provisioned());
    given(slice, provisioned()).when({ type: 'ProvisionDevice', data: made }).then(reject('device.already-registered'));
    given(slice, provisioned(), { type: 'DeviceRetired', data: { reason: 'sold' } })
      .when({ type: 'ProvisionDevice', data: made })
      .then(provisioned());
  });
  it('a connection that was replaced cannot lose the device any more', () => {
    const lose = (connectionId: string) => ({ type: 'LoseDevice', data: { connectionId } }) as const;
    given(slice, provisioned(), connected('a'), connected('b')).when(lose('a')).then();
    given(slice, provisioned(), connected('a'), connected('b'))
      .when(lose('b'))
      .then({ type: 'DeviceLost', data: { connectionId: 'b' } });
  });
  it('each configuration has a version, and an acknowledgement of an older one changes nothing', () => {
    const configured = (version: number): DeviceEvent => ({ type: 'DeviceConfigured', data: { version, config: { volume: 40 } } });
    const ack = (version: number): DeviceCommand => ({ type: 'ReportConfig', data: { version, applied: true } });
    const applied = (version: number): DeviceEvent => ({ type: 'DeviceConfigApplied', data: { version } });
    given(slice, provisioned(), configured(1))
      .when({ type: 'ConfigureDevice', data: { config: { volume: 40 } } })
      .then(configured(2));
    given(slice, provisioned(), configured(1), configured(2), applied(2)).when(ack(1)).then();
    given(slice, provisioned(), configured(1)).when(ack(2)).then(reject('device.config-unknown'));
  });
  it('use is told in sums, of no period twice', () => {
    const usage = (from: string, to: string, batteryLevel = 80): DeviceCommand => ({
      type: 'ReportUsage',
      data: { from: `2026-01-01T${from}:00Z`, to: `2026-01-01T${to}:00Z`, interactions: [], batteryLevel },
    });
    const summed = (from: string, to: string, batteryLevel = 80): DeviceEvent => ({
      type: 'DeviceUsageSummarised',
      data: usage(from, to, batteryLevel).data as never,
    });
    given(slice, provisioned()).when(usage('10:00', '10:00')).then(reject('device.usage-too-short'));
    given(slice, provisioned(), summed('10:00', '10:10')).when(usage('10:00', '10:10')).then();
    given(slice, provisioned(), summed('10:00', '10:10')).when(usage('10:05', '10:15')).then(reject('device.usage-overlaps'));
    given(slice, provisioned(), summed('10:00', '10:10'))
      .when(usage('10:10', '10:20', 14))
      .then(summed('10:10', '10:20', 14), { type: 'DeviceBatteryLow', data: { batteryLevel: 14 } });
  });
  it('a retired device is told nothing', () =>
    given(slice, provisioned(), { type: 'DeviceRetired', data: { reason: 'sold' } })
      .when(offer())
      .then(reject('device.retired')));
});

spec('device: firmware', (it) => {
  it('is offered to the right board with two slots, and never below the security epoch it has reached', () => {
    given(slice, provisioned()).when(offer()).then(offered);
    given(slice, provisioned(), offered).when(offer()).then();
    given(slice, provisioned(), connected('a', '1.0.3')).when(offer()).then();
    given(slice, provisioned())
      .when(offer({ board: 'arma-c3' }))
      .then(reject('firmware.other-board'));
    given(slice, provisioned({ slots: 1 }))
      .when(offer())
      .then(reject('firmware.needs-two-slots'));
    const applied: DeviceEvent = { type: 'FirmwareApplied', data: { version: '1.0.3', epoch: 1 } };
    given(slice, provisioned(), offered, verified, applied)
      .when(offer({ version: '1.0.2', epoch: 0 }))
      .then(reject('firmware.downgrade', { epoch: 1 }));
  });
  it('is applied only when digest and signature match and there are two slots', () => {
    given(slice, provisioned(), offered).when(found()).then(verified);
    given(slice, provisioned(), offered)
      .when(found({ sha256: other }))
      .then(refused('sha256'));
    given(slice, provisioned(), offered)
      .when(found({ signatureValid: false }))
      .then(refused('signature'));
    given(slice, provisioned(), offered)
      .when(found({ slots: 1 }))
      .then(refused('slots'));
    given(slice, provisioned(), offered).when(boot(true)).then(reject('firmware.not-verified'));
    given(slice, provisioned(), offered, refused('signature')).when(boot(true)).then(reject('firmware.not-offered'));
    given(slice, provisioned(), offered, verified)
      .when(boot(true), { by: as('', 'device') })
      .then({ type: 'FirmwareApplied', data: { version: '1.0.3', epoch: 1 } });
  });
  it('a failed start rolls back, and that version is not offered again unless somebody insists', () => {
    given(slice, provisioned(), offered, verified).when(boot(false)).then(rolledBack);
    given(slice, provisioned(), offered, verified, rolledBack).when(offer()).then(reject('firmware.failed-before'));
    given(slice, provisioned(), offered, verified, rolledBack)
      .when(offer({ byHand: true }))
      .then(offered);
  });
  it('a device that does not update by itself gets firmware only by hand', () => {
    const pinned: DeviceEvent = { type: 'DeviceConfigured', data: { version: 1, config: { auto_update: false } } };
    given(slice, provisioned(), pinned).when(offer()).then(reject('firmware.held-back'));
    given(slice, provisioned(), pinned)
      .when(offer({ byHand: true }))
      .then(offered);
  });
});
