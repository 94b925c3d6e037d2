import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { fold, reject } from '../kernel/decider.ts';
import { releaseFor } from './decider.ts';
import type { FirmwareCommand, FirmwareEvent } from './messages.ts';
import { isReached, PLACES, placeOf } from './rollout.ts';
import { firmwareSlice as slice } from './slice.ts';

const key = 'ab'.repeat(32);
const device = (n: number) => `0190d0c0-0000-7000-8000-${String(n).padStart(12, '0')}`;
const release = (version: string, more = {}) => ({
  ...{ version, epoch: 1, sha256: key, bytes: 9, url: 'https://cdn.example.com/1.bin', keyId: key, signature: 'A'.repeat(96), failureLimit: 2 },
  ...more,
});
const trusted: FirmwareEvent = { type: 'FirmwareKeyTrusted', data: { board: 'arma-s3', keyId: key, publicKey: 'A'.repeat(120) } };
const released = (version: string): FirmwareEvent => ({ type: 'FirmwareReleased', data: release(version) });
const widened = (version: string, percent: number): FirmwareEvent => ({ type: 'RolloutWidened', data: { version, percent } });
const withdrawn: FirmwareEvent = { type: 'FirmwareWithdrawn', data: { version: '1.0.3', reason: 'leaked' } };
const failure = (n: number): FirmwareCommand => ({ type: 'ReportFirmwareFailure', data: { version: '1.0.3', deviceId: device(n) } });
const failed = (n: number): FirmwareEvent => ({ type: 'FirmwareFailed', data: { version: '1.0.3', deviceId: device(n) } });
const paused: FirmwareEvent = { type: 'RolloutPaused', data: { version: '1.0.3', pausedBy: 'failures', reason: '2 devices failed' } };

spec('firmware', (it) => {
  it('is released once, under a trusted key, and never below the epoch before', () => {
    const give = (data: ReturnType<typeof release>): FirmwareCommand => ({ type: 'ReleaseFirmware', data });
    given(slice, trusted)
      .when(give(release('1.0.3')))
      .then(released('1.0.3'));
    given(slice, trusted, released('1.0.3'))
      .when(give(release('1.0.3')))
      .then(reject('firmware.already-released'));
    given(slice, trusted)
      .when(give(release('1.0.3', { keyId: 'cd'.repeat(32) })))
      .then(reject('firmware.key-not-trusted'));
    given(slice, trusted, released('1.0.3'))
      .when(give(release('1.0.4', { epoch: 0 })))
      .then(reject('firmware.downgrade', { epoch: 1 }));
  });
  it('a revoked key withdraws what it signed', () =>
    given(slice, trusted, released('1.0.3'))
      .when({ type: 'RevokeFirmwareKey', data: { keyId: key, reason: 'leaked' } })
      .then({ type: 'FirmwareKeyRevoked', data: { keyId: key, reason: 'leaked' } }, withdrawn));
  it('so many failed devices as the release allows pause its rollout by themselves; one device counts once', () => {
    given(slice, trusted, released('1.0.3'), failed(1)).when(failure(1)).then();
    given(slice, trusted, released('1.0.3'), failed(1)).when(failure(2)).then(failed(2), paused);
    given(slice, trusted, released('1.0.3'), failed(1), failed(2), paused)
      .when({ type: 'WidenRollout', data: { version: '1.0.3', percent: 50 } })
      .then(reject('firmware.paused'));
  });
  it('a rollout only widens, and a withdrawn release does nothing any more', () => {
    const widen = (percent: number): FirmwareCommand => ({ type: 'WidenRollout', data: { version: '1.0.3', percent } });
    given(slice, trusted, released('1.0.3')).when(widen(10)).then(widened('1.0.3', 10));
    given(slice, trusted, released('1.0.3'), widened('1.0.3', 10))
      .when(widen(5))
      .then(reject('firmware.rollout-narrower', { percent: 10 }));
    given(slice, trusted, released('1.0.3'), withdrawn).when(widen(10)).then(reject('firmware.withdrawn'));
  });
  it('a device gets the newest release that has reached it', () => {
    const at = (...events: FirmwareEvent[]) => releaseFor(fold(slice.decider, [trusted, ...events]), device(1))?.version;
    assert.is(at(released('1.0.3')), undefined);
    assert.is(at(released('1.0.2'), widened('1.0.2', 100), released('1.0.3')), '1.0.2');
    assert.is(at(released('1.0.2'), widened('1.0.2', 100), released('1.0.3'), widened('1.0.3', 100)), '1.0.3');
    assert.is(at(released('1.0.2'), widened('1.0.2', 100), released('1.0.3'), widened('1.0.3', 100), paused), '1.0.2');
  });
});

spec('firmware: rollout', (it) => {
  it('widening a rollout never takes a device out of it', () =>
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (id, a, b) => {
        if (isReached(id, '1.0.3', Math.min(a, b))) assert.ok(isReached(id, '1.0.3', Math.max(a, b)));
        assert.not(isReached(id, '1.0.3', 0));
        assert.ok(isReached(id, '1.0.3', 100));
      }),
    ));
  it('a percent of the rollout is a percent of the devices, and other ones for another version', () => {
    const ids = Array.from({ length: 20_000 }, (_, n) => device(n));
    const share = (version: string, percent: number) => ids.filter((id) => isReached(id, version, percent)).length / ids.length;
    for (const percent of [1, 10, 50]) assert.ok(Math.abs(share('1.0.3', percent) - percent / 100) < 0.01, String(percent));
    const both = ids.filter((id) => placeOf(id, '1.0.3') < PLACES / 10 && placeOf(id, '1.0.4') < PLACES / 10).length / ids.length;
    assert.ok(Math.abs(both - 0.01) < 0.005);
  });
});
