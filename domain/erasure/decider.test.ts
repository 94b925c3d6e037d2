import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { decide, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { isRejection, reject } from '../kernel/decider.ts';
import { DEFAULT_YEARS, GROUND_RULES, GROUNDS, groundsFor, type Kept, permittedBy, rankOf, type Step, STEPS } from './ladder.ts';
import type { ErasureCommand, ErasureEvent } from './messages.ts';
import { erasureSlice } from './slice.ts';

const [patientId, contact] = ['0190d0c0-0000-7000-8000-000000000001', '0190d0c0-0000-7000-8000-000000000002'];
const persons = [patientId, contact];
const sinks = ['views', 'key-backup'];
const at = '2026-01-02T03:04:05.000Z';
const record: Kept = { ground: 'medical-record', article: 'x', until: '2040-01-01T00:00:00.000Z' };
const ask = (step: Step, grounds: Kept[] = []): ErasureCommand => ({ type: 'ErasePatient', data: { step, because: 'request', persons, grounds, sinks } });
const started: ErasureEvent = { type: 'ErasureStarted', data: { patientId, persons, run: 1, step: 'destroy', because: 'request', sinks, at } };
const destroyed: ErasureEvent = { type: 'KeysDestroyed', data: { patientId, persons, run: 1, step: 'destroy', keys: 3 } };
const erased = (sink: string, found: number, expiresAt?: string): ErasureEvent => ({
  type: 'SinkErased',
  data: { patientId, run: 1, sink, found, at, ...(expiresAt && { expiresAt }) },
});
const restricted: ErasureEvent = { type: 'ProcessingRestricted', data: { patientId, persons } };

spec('erasure', (it) => {
  it('starts where nothing keeps the data, and asking again changes nothing', () => {
    given(erasureSlice).when(ask('destroy')).then(started);
    given(erasureSlice, started).when(ask('destroy')).then();
    given(erasureSlice, started).when(ask('pseudonymise')).then();
  });
  it('is refused with its ground in law, and goes as far as that permits', () => {
    const refused: ErasureEvent = { type: 'ErasureRefused', data: { patientId, asked: 'destroy', granted: 'restrict', grounds: [record] } };
    given(erasureSlice)
      .when(ask('destroy', [record]))
      .then(refused, restricted);
    given(erasureSlice, refused, restricted)
      .when(ask('destroy', [record]))
      .then(refused);
  });
  it('restricts nobody whose care is under way', () => {
    const care: Kept = { ground: 'care-under-way', article: 'x' };
    given(erasureSlice)
      .when(ask('destroy', [care, record]))
      .then({ type: 'ErasureRefused', data: { patientId, asked: 'destroy', grounds: [care, record] } });
  });
  it('goes on down the ladder, one step after the other is done', () => {
    const first: ErasureEvent = { ...started, data: { ...started.data, step: 'pseudonymise' } } as ErasureEvent;
    given(erasureSlice, first).when(ask('destroy')).then(reject('erasure.under-way'));
    const done: ErasureEvent = {
      type: 'ErasureCompleted',
      data: { patientId, persons, run: 1, step: 'pseudonymise', method: 'keys destroyed; AES-256-GCM', keys: 1, startedAt: at, receipts: [] },
    };
    given(erasureSlice, first, done)
      .when(ask('destroy'))
      .then({ ...started, data: { ...started.data, run: 2 } } as ErasureEvent);
  });
  it('hears no place before the keys are gone, and no place that was not asked', () => {
    const acknowledge = (sink: string): ErasureCommand => ({ type: 'AcknowledgeErasure', data: { run: 1, sink, found: 0 } });
    given(erasureSlice, started).when(acknowledge('views')).then(reject('erasure.keys-first'));
    given(erasureSlice, started, destroyed).when(acknowledge('elsewhere')).then(reject('erasure.sink-unknown'));
    given(erasureSlice, started, destroyed, erased('views', 0)).when(acknowledge('views')).then();
  });
  it('is complete, with its certificate, when the last copy is gone and not before', () => {
    const until = '2026-02-01T00:00:00.000Z';
    const log = [started, destroyed, erased('key-backup', 0, until)];
    const views: ErasureCommand = { type: 'AcknowledgeErasure', data: { run: 1, sink: 'views', found: 7 } };
    given(erasureSlice, ...log)
      .when(views)
      .then(erased('views', 7));
    const end: ErasureCommand = { type: 'EndCopy', data: { run: 1, sink: 'key-backup' } };
    given(erasureSlice, ...log, erased('views', 7))
      .when(end)
      .then(reject('erasure.not-due'));
    given(erasureSlice, ...log, erased('views', 7))
      .when(end, { at: until })
      .then(
        { type: 'CopyExpired', data: { patientId, run: 1, sink: 'key-backup', at: until } },
        {
          type: 'ErasureCompleted',
          data: {
            ...{ patientId, persons, run: 1, step: 'destroy', method: 'keys destroyed; AES-256-GCM', keys: 3, startedAt: at },
            receipts: [
              { sink: 'views', found: 7, at },
              { sink: 'key-backup', found: 0, at: until },
            ],
          },
        },
      );
  });
  it('lifts a restriction, but nothing that was destroyed', () => {
    given(erasureSlice, restricted).when({ type: 'LiftRestriction', data: {} }).then({ type: 'RestrictionLifted', data: { patientId, persons } });
    given(erasureSlice, restricted, started).when({ type: 'LiftRestriction', data: {} }).then(reject('erasure.under-way'));
    given(erasureSlice).when({ type: 'LiftRestriction', data: {} }).then(reject('erasure.not-restricted'));
  });
});

const grounds = fc.subarray([...GROUNDS]).map((some) => some.map((ground): Kept => ({ ground, article: 'x' })));
const command = fc.oneof(
  fc.tuple(fc.constantFrom(...STEPS), grounds).map(([step, kept]) => ask(step, kept)),
  fc.nat({ max: 2 }).map((run): ErasureCommand => ({ type: 'RecordKeysDestroyed', data: { run: run + 1, keys: 1 } })),
  fc.tuple(fc.nat({ max: 2 }), fc.constantFrom(...sinks), fc.boolean()).map(
    ([run, sink, later]): ErasureCommand => ({
      type: 'AcknowledgeErasure',
      data: { run: run + 1, sink, found: 1, ...(later && { expiresAt: '2026-02-01T00:00:00.000Z' }) },
    }),
  ),
  fc.tuple(fc.nat({ max: 2 }), fc.constantFrom(...sinks)).map(([run, sink]): ErasureCommand => ({ type: 'EndCopy', data: { run: run + 1, sink } })),
);

spec('erasure: whatever is commanded', (it) => {
  it('nothing starts that a ground forbids, and no certificate comes before every place and its last copy', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(command, fc.constantFrom(at, '2026-03-01T00:00:00.000Z')), { maxLength: 25 }), (commands) => {
        const log: ErasureEvent[] = [];
        for (const [one, when] of commands) {
          const answer = decide(erasureSlice, log, one, { at: when });
          if (isRejection(answer)) continue;
          for (const event of answer) {
            if (event.type === 'ErasureStarted' && one.type === 'ErasePatient') {
              const limit = Math.min(...one.data.grounds.map(({ ground }) => rankOf(GROUND_RULES[ground].permits)), rankOf('destroy'));
              assert.ok(rankOf(event.data.step) <= limit);
            }
            if (event.type === 'ErasureCompleted') {
              const own = [...log, ...answer].filter((e) => 'run' in e.data && e.data.run === event.data.run);
              assert.ok(own.some((e) => e.type === 'KeysDestroyed'));
              for (const sink of sinks) {
                const last = own.findLast((e) => (e.type === 'SinkErased' || e.type === 'CopyExpired') && e.data.sink === sink);
                assert.ok(last && (last.type === 'CopyExpired' || !('expiresAt' in last.data)));
              }
            }
          }
          log.push(...answer);
        }
      }),
      { numRuns: 200 },
    ));
  it('a ground ends with its time, and the step is free again', () => {
    const holdings = { careUnderWay: false, lastCareAt: '2000-01-01T00:00:00.000Z', openClaim: false, research: false };
    assert.is(permittedBy(groundsFor(holdings, DEFAULT_YEARS, '2019-12-31T00:00:00.000Z')), 'restrict');
    assert.is(permittedBy(groundsFor(holdings, DEFAULT_YEARS, '2020-01-03T00:00:00.000Z')), 'destroy');
  });
});
