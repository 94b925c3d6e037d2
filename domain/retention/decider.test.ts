import { as, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import type { RetentionEvent } from './messages.ts';
import { retentionSlice } from './slice.ts';

const policy = { medicalRecordYears: 20, commercialRecordYears: 10, neverTreatedYears: 2, everyDays: 180 };
const set: RetentionEvent = { type: 'RetentionSet', data: { ...policy, next: '2026-07-01T03:04:05.000Z' } };
const started: RetentionEvent = { type: 'DestructionStarted', data: { run: 1 } };
const start = { type: 'StartDestruction', data: {} } as const;
const hub = { by: as('deadline', 'system') };

spec('retention', (it) => {
  it('a policy says when the next destruction is due, at most half a year away', () => {
    given(retentionSlice).when({ type: 'SetRetention', data: policy }).then(set);
  });
  it('a run starts when it is due, or when a person says so, and never twice at once', () => {
    given(retentionSlice).when(start).then(reject('retention.not-set'));
    given(retentionSlice, set).when(start, hub).then(reject('retention.not-due'));
    given(retentionSlice, set)
      .when(start, { ...hub, at: '2026-07-01T03:04:05.000Z' })
      .then(started);
    given(retentionSlice, set).when(start).then(started);
    given(retentionSlice, set, started).when(start).then();
  });
  it('a finished run says what it found, and when the next is due', () => {
    given(retentionSlice, set, started)
      .when({ type: 'FinishDestruction', data: { run: 1, examined: 9, erased: 2 } }, { at: '2026-07-02T00:00:00.000Z' })
      .then({ type: 'DestructionFinished', data: { run: 1, examined: 9, erased: 2, next: '2026-12-29T00:00:00.000Z' } });
    given(retentionSlice, set, started)
      .when({ type: 'FinishDestruction', data: { run: 2, examined: 0, erased: 0 } })
      .then();
  });
});
