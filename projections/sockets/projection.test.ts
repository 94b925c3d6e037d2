import { spec } from '#infra/testing/spec.ts';
import { given, makeLog } from '#infra/testing/views.ts';
import * as assert from 'uvu/assert';
import { rowsOf } from '../kernel/fold.ts';
import { untrimmed } from '../kernel/projection.ts';
import { KEEPS_HOURS, liveFeed, liveFeedView } from './projection.ts';

const ID = '0190d0c0-0000-7000-8000-000000000060';

spec('live feed', (it) => {
  it('tells that something happened, to which case and patient, and nothing of its content', () => {
    const log = makeLog();
    const [opened, issued, named] = log.write(
      { stream: `case-${ID}`, type: 'CaseOpened', data: { patientId: ID, procedure: { code: '1', text: 'sleeve' } } },
      { stream: 'recommendation-r1', type: 'RecommendationAccepted', data: { caseId: ID, patientId: ID, level: 'red', note: 'private' } },
      { stream: `patient-${ID}`, type: 'PatientAmended', data: { fingerprint: 'ab'.repeat(16), resource: { name: [{ family: 'Howe' }] } } },
    );
    const rows = [opened, issued, named].map((e) => given(liveFeed, log.events).row(e!.id)!);
    assert.equal(
      rows.map(({ slice, streamId, caseId, patientId }) => [slice, streamId, caseId, patientId]),
      [
        ['case', ID, ID, ID],
        ['recommendation', 'r1', ID, ID],
        ['patient', ID, null, ID],
      ],
    );
    assert.not.match(
      JSON.stringify(rows, (_, v) => (typeof v === 'bigint' ? String(v) : v)),
      /sealed|Howe|private/,
    );
  });

  it('built again it has no rows of events that are old enough to be trimmed', () => {
    const log = makeLog();
    const hoursAgo = (hours: number) => new Date(Date.parse('2026-03-04T12:00:00Z') - hours * 3_600_000).toISOString();
    for (const hours of [KEEPS_HOURS + 1, KEEPS_HOURS - 1, 0])
      log.write({ stream: `case-${ID}`, type: 'CaseHeld', data: { reason: 'waits' }, at: hoursAgo(hours) });
    const { fold } = untrimmed(liveFeedView, new Date('2026-03-04T12:00:00Z'));
    assert.equal(
      [...rowsOf(fold, log.events).values()].map((row) => row?.position),
      log.events.slice(1).map(({ position }) => position),
    );
  });
});
