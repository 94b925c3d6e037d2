import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { decide } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { isRejection } from '../kernel/decider.ts';
import type { DeviceCommand, DeviceEvent } from './messages.ts';
import { deviceSlice as slice } from './slice.ts';

const digests = ['ab'.repeat(32), 'cd'.repeat(32)] as const;
const version = fc.constantFrom('1.0.1', '1.0.2', '1.0.3');
const sha256 = fc.constantFrom(...digests);
const slots = fc.constantFrom(1, 2);
const epoch = fc.integer({ min: 0, max: 2 });
const command = fc.oneof(
  fc.record({
    type: fc.constant('OfferFirmware'),
    data: fc.record({ version, sha256, epoch, bytes: fc.constant(9), board: fc.constantFrom('a', 'b'), byHand: fc.boolean() }),
  }),
  fc.record({ type: fc.constant('ReportImage'), data: fc.record({ version, sha256, signatureValid: fc.boolean(), slots }) }),
  fc.record({ type: fc.constant('ReportBoot'), data: fc.record({ version, booted: fc.boolean() }) }),
) as fc.Arbitrary<DeviceCommand>;

spec('device: whatever is reported in whatever order', (it) => {
  it('firmware is applied only after the digest and signature of that offer matched and two slots existed, and the epoch never falls', () =>
    fc.assert(
      fc.property(slots, fc.array(command, { maxLength: 80 }), (count, commands) => {
        const log: DeviceEvent[] = [{ type: 'DeviceProvisioned', data: { serial: 'ARMA-1', board: 'a', slots: count, credentialHash: digests[0] } }];
        let offered: { version: string; sha256: string } | undefined;
        let proven: string | undefined;
        let reached = 0;
        for (const command of commands) {
          const answer = decide(slice, log, command);
          if (isRejection(answer)) continue;
          for (const event of answer) {
            if (event.type === 'FirmwareOffered') [offered, proven] = [event.data, undefined];
            if (event.type === 'FirmwareVerified') {
              const report = command.data as { version: string; sha256: string; signatureValid: boolean; slots: number };
              assert.ok(report.signatureValid && report.slots >= 2 && report.sha256 === offered?.sha256 && report.version === offered.version);
              proven = event.data.version;
            }
            if (event.type === 'FirmwareApplied') {
              assert.is(event.data.version, proven);
              assert.ok(count >= 2 && event.data.epoch >= reached);
              reached = event.data.epoch;
            }
          }
          log.push(...answer);
        }
      }),
      { numRuns: 200 },
    ));
});
