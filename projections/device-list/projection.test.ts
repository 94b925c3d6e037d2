import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { given, makeLog } from '#infra/testing/views.ts';
import { deviceUsage } from '../device-usage/projection.ts';
import { firmwareLines } from '../firmware-lines/projection.ts';
import { deviceList } from './projection.ts';

const ID = '0190d0c0-0000-7000-8000-000000000070';
const stream = `device-${ID}`;
const key = 'ab'.repeat(32);
const provisioned = { stream, type: 'DeviceProvisioned', data: { serial: 'ARMA-1', board: 'arma-s3', slots: 2, credentialHash: key } };
const used = (from: string, count: number, batteryLevel: number) => ({
  stream,
  type: 'DeviceUsageSummarised',
  data: { from, to: from.replace(':00Z', ':30Z'), interactions: [{ type: 'voice', count, seconds: count * 10, successes: count }], batteryLevel },
});

spec('view device-list', (it) => {
  it('shows whether it is there, how full its battery is, when somebody last spoke to it, and what became of its firmware', () => {
    const events = makeLog().write(
      provisioned,
      { stream, type: 'DeviceConnected', data: { connectionId: 'a', firmwareVersion: '1.0.2' } },
      used('2026-03-04T05:00:00Z', 1, 85),
      used('2026-03-04T06:00:00Z', 0, 80),
      { stream, type: 'FirmwareOffered', data: { version: '1.0.3', sha256: key, bytes: 1, epoch: 1 } },
      { stream, type: 'FirmwareRolledBack', data: { board: 'arma-s3', version: '1.0.3', code: 'no-wifi' } },
    );
    const row = given(deviceList, events).row(ID)!;
    assert.equal([row.online, row.batteryLevel, row.firmwareVersion, row.lastInteraction?.toISOString()], [true, 80, '1.0.2', '2026-03-04T05:00:30.000Z']);
    assert.equal([row.firmware?.step, row.firmware?.why], ['rolled-back', 'no-wifi']);
  });
});

spec('view device-usage', (it) => {
  it('sums up a day', () => {
    const events = makeLog().write(provisioned, used('2026-03-04T05:00:00Z', 1, 85), used('2026-03-04T06:00:00Z', 2, 80), used('2026-03-05T06:00:00Z', 4, 99));
    const row = given(deviceUsage, events).row(`${ID}/2026-03-04`)!;
    assert.equal([row.voice, row.button.count, row.batteryLow], [{ count: 3, seconds: 30, successes: 3 }, 0, 80]);
  });
});

spec('view firmware-lines', (it) => {
  it('shows how far each release is, and why it stopped', () => {
    const line = { stream: `firmware-${ID}` };
    const release = { version: '1.0.3', epoch: 1, sha256: key, bytes: 1, url: 'https://a.b/c', keyId: key, signature: 'x', failureLimit: 1 };
    const events = makeLog().write(
      { ...line, type: 'FirmwareKeyTrusted', data: { board: 'arma-s3', keyId: key, publicKey: 'x' } },
      { ...line, type: 'FirmwareReleased', data: release },
      { ...line, type: 'RolloutWidened', data: { version: '1.0.3', percent: 10 } },
      { ...line, type: 'FirmwareFailed', data: { version: '1.0.3', deviceId: ID } },
      { ...line, type: 'RolloutPaused', data: { version: '1.0.3', pausedBy: 'failures', reason: '1 devices failed' } },
    );
    const [item] = given(firmwareLines, events).row(ID)!.releases;
    assert.equal([item?.percent, item?.status, item?.failures, item?.reason], [10, 'paused', 1, '1 devices failed']);
  });
});
