// A batch is prepared while the one before it is written, over a database that fails as it likes; what comes out is what the log says.
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { Position, Recorded } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { spec } from '#infra/testing/spec.ts';
import { makeLog, openSealed } from '#infra/testing/views.ts';
import { following } from '#infra/testing/views-hub.ts';
import { patientHeaderView } from '../patient-header/projection.ts';
import { tracesView } from '../traces/projection.ts';
import { makeApplier } from './batch.ts';
import { rowsOf, type Rows } from './fold.ts';
import { keyOf } from './hot-rows.ts';
import { PARTITIONS, partitionOf } from './partition.ts';
import type { Commit, ViewStore } from './ports.ts';
import type { ParkedRow } from './progress-tables.ts';
import type { View } from './projection.ts';

type Fault = 'none' | 'away' | 'data refused';
const MISTAKE = `0190d0c0-0000-7000-8000-${String(99).padStart(12, '0')}`;
/** Cannot take a condition of that id. */
const failingView: View = {
  ...patientHeaderView,
  fold: {
    ...patientHeaderView.fold,
    key: (event) => {
      if ((event.data as { resourceId?: string }).resourceId === MISTAKE) throw new Error('a mistake in the fold');
      return event.stream.id;
    },
  },
};
const VIEWS = [failingView, tracesView];
const uuid = (n: number) => `0190d0c0-0000-7000-8000-${String(n).padStart(12, '0')}`;
const turn = () => new Promise((done) => setImmediate(done));

/** Two patients; a registration makes a row, each condition changes it. A step of 7 cannot be taken. */
function logOf(steps: readonly number[]): readonly Recorded[] {
  const log = makeLog();
  for (const patient of [1, 2])
    log.write({ stream: `patient-${uuid(patient)}`, type: 'PatientRegistered', data: { fingerprint: 'ab'.repeat(16), resource: {} } });
  for (const [n, step] of steps.entries())
    log.write({
      ...{ stream: `patient-${uuid(1 + (step % 2))}`, type: 'ConditionRecorded' },
      data: { resourceId: step === 7 ? MISTAKE : uuid(100 + n), fingerprint: 'cd'.repeat(16), resource: { resourceType: 'Condition' } },
    });
  return log.events;
}

/** Slow, so that preparing overlaps with writing; `faults` says how each try to write ends. */
function failing(faults: Fault[]) {
  const waiting: ParkedRow[] = [];
  const tables = new Map<string, Rows>(VIEWS.map(({ name }) => [name, new Map()]));
  const store: Pick<ViewStore, 'load' | 'commit' | 'parked'> = {
    load: async ({ name }, keys) => {
      await turn();
      return keys.flatMap((key) => tables.get(name)!.get(keyOf(key)) ?? []);
    },
    parked: async (names) => waiting.filter(({ view }) => names.includes(view)),
    commit: async ({ changes, refused, parked }: Commit) => {
      await turn();
      await turn();
      const fault = faults.shift() ?? 'none';
      if (fault === 'away') throw new HubError('unavailable', 'postgres.unavailable', 'away');
      if (fault === 'data refused' && !refused) throw Object.assign(new Error('refused'), { code: '22P02' });
      for (const { view, put, remove } of changes) {
        for (const row of put) tables.get(view.name)!.set(keyOf(row), row);
        for (const key of remove) tables.get(view.name)!.delete(keyOf(key));
      }
      waiting.push(...parked);
      return true;
    },
  };
  return { tables, store };
}

async function untilWritten(write: () => Promise<void>): Promise<void> {
  for (;;)
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof HubError) || error.kind !== 'unavailable') throw error;
      await turn();
    }
}

/** What the view holds when everything behind a mistake in a stream waits. */
function expected(view: View, events: readonly Recorded[]): Rows {
  const bad = new Map<string, number>();
  for (const { stream, data, revision } of events)
    if (view === failingView && 'resourceId' in data && data.resourceId === MISTAKE && !bad.has(stream.id)) bad.set(stream.id, revision);
  return rowsOf(
    view.fold,
    events.filter(({ stream, revision }) => revision < (bad.get(stream.id) ?? Infinity)),
  );
}

/** As a worker does it: the next batch is prepared while one is written. */
async function drive(events: readonly Recorded[], sizes: readonly number[], faults: Fault[]) {
  const { tables, store } = failing(faults);
  const claims = Array.from({ length: PARTITIONS }, (_, partition) => ({ partition, epoch: 1n, position: undefined }));
  const applier = makeApplier({ group: 'views', views: VIEWS, store, streams: following(events), open: openSealed, now: () => new Date(0) }, claims, []);
  let writing: Promise<void> = Promise.resolve();
  for (let at = 0, n = 0; at < events.length; n += 1) {
    const some = events.slice(at, (at += sizes[n % sizes.length]!));
    const ready = await applier.prepare({ events: some, reached: new Map<number, Position>([[partitionOf('acme'), some.at(-1)!.position]]) });
    await writing;
    writing = untilWritten(() => applier.write(ready));
  }
  await writing;
  return tables;
}

spec('batches', (it) => {
  it('prepared ahead of each other they come to what the log says, whether writes succeed, have to be repeated or are refused, or events are parked', async () => {
    const fault = fc.constantFrom<Fault>('none', 'none', 'away', 'data refused');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 7 }), { minLength: 1, maxLength: 25 }),
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 }),
        fc.array(fault, { maxLength: 12 }),
        async (steps, sizes, faults) => {
          const events = logOf(steps);
          const tables = await drive(events, sizes, [...faults]);
          for (const view of VIEWS) assert.equal(tables.get(view.name), expected(view, events), view.name);
        },
      ),
      { numRuns: 150 },
    );
  });
});
