import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { Position, Recorded } from '#domain/kernel/envelope.ts';
import { makeLog, openSealed } from '#infra/testing/views.ts';
import { following } from '#infra/testing/views-hub.ts';
import { spec } from '#infra/testing/spec.ts';
import { patientHeaderView } from '../patient-header/projection.ts';
import { makeApplier } from './batch.ts';
import { rowsOf, type Rows } from './fold.ts';
import { keyOf } from './hot-rows.ts';
import { PARTITIONS, partitionOf } from './partition.ts';
import type { ViewStore } from './ports.ts';
import type { ParkedRow } from './progress-tables.ts';
import type { OnParked, View } from './projection.ts';

const PATIENTS = ['0190d0c0-0000-7000-8000-000000000001', '0190d0c0-0000-7000-8000-000000000002'];
const register = (patient: string) => ({ stream: `patient-${patient}`, type: 'PatientRegistered', data: { fingerprint: 'ab'.repeat(16), resource: {} } });
const record = (patient: string, n: number) => ({
  ...{ stream: `patient-${patient}`, type: 'ConditionRecorded' },
  data: { resourceId: `0190d0c0-0000-7000-8000-${String(n).padStart(12, '0')}`, fingerprint: 'cd'.repeat(16), resource: { resourceType: 'Condition' } },
});
const decide = (type: string, eventId: string) => ({ stream: 'projection-patient-header', type, data: { eventId, reason: 'because' } });

/** Rows and parked events as PostgreSQL would keep them. */
function keeping(): Pick<ViewStore, 'load' | 'commit' | 'parked'> & { rows: Rows; waiting: Map<string, ParkedRow> } {
  const rows: Rows = new Map();
  const waiting = new Map<string, ParkedRow>();
  return {
    rows,
    waiting,
    load: async (_, keys) => keys.flatMap((key) => rows.get(keyOf(key)) ?? []),
    parked: async () => [...waiting.values()].toSorted((a, b) => (a.position < b.position ? -1 : 1)),
    commit: async ({ changes, parked }) => {
      for (const { put, remove, freed = [] } of changes) {
        for (const row of put) rows.set(keyOf(row), row);
        for (const key of remove) rows.delete(keyOf(key));
        for (const { eventId } of freed) waiting.delete(eventId);
      }
      for (const row of parked) waiting.set(row.eventId, row);
      return true;
    },
  };
}

/** The view while `isBroken` says which events its fold cannot take, over a log of its own. */
function world(isBroken: (event: Recorded) => boolean, onParked: OnParked = 'wait') {
  const { fold } = patientHeaderView;
  const when = Object.fromEntries(
    Object.entries(fold.when).map(([type, handle]): [string, typeof handle] => [
      type,
      (event, row, id) => {
        if (isBroken(event)) throw new Error('a mistake in the fold');
        return handle!(event, row, id);
      },
    ]),
  );
  const view: View = { ...patientHeaderView, fold: { ...fold, when, onParked } };
  const [log, store] = [makeLog(), keeping()];
  const claims = Array.from({ length: PARTITIONS }, (_, partition) => ({ partition, epoch: 1n, position: undefined }));
  const applier = makeApplier({ group: 'views', views: [view], store, streams: following(log.events), open: openSealed, now: () => new Date(0) }, claims, []);
  const write = async (...written: Parameters<typeof log.write>) => {
    const events = log.write(...written);
    const reached = new Map<number, Position>([[partitionOf('acme'), events.at(-1)!.position]]);
    await applier.apply({ events, reached });
    return events;
  };
  /** What the view would be without what `isOut`. */
  const without = (isOut: (event: Recorded) => boolean) =>
    rowsOf(
      fold,
      log.events.filter((event) => !isOut(event)),
    );
  return { log, store, write, without, parked: () => [...store.waiting.keys()] };
}

spec('parked events', (it) => {
  it('what is replayed is tried again with all that waits behind it, in order; one that still fails stays, with one attempt more', async () => {
    let mended = false;
    const { store, write, without, parked } = world((event) => event.revision === 1 && !mended);
    const [patient, other] = PATIENTS as [string, string];
    const [, bad, , last] = await write(register(patient), record(patient, 1), record(patient, 2), record(patient, 3), register(other), record(other, 4));
    assert.is(parked().length, 4, 'the event, two behind it, and one of the other patient');
    await write(decide('ParkedEventReplayed', bad!.id));
    assert.equal([parked().length, store.waiting.get(bad!.id)!.attempts], [4, 2]);
    mended = true;
    await write(decide('ParkedEventReplayed', last!.id));
    assert.is(parked().length, 4, 'what waits behind another is not let past it');
    await write(decide('ParkedEventReplayed', bad!.id));
    assert.equal(
      parked().map((id) => store.waiting.get(id)!.key),
      [other],
    );
    assert.equal(store.rows.get(`acme/${patient}`), without(() => false).get(`acme/${patient}`));
  });

  it('what is discarded is never applied, and what waited behind it is', async () => {
    const { store, write, without, parked } = world((event) => event.revision === 1);
    const [patient] = PATIENTS as [string];
    const [, bad] = await write(register(patient), record(patient, 1), record(patient, 2));
    await write(decide('ParkedEventDiscarded', bad!.id));
    assert.equal(parked(), []);
    assert.equal(
      store.rows,
      without((event) => event === bad),
    );
    await write(record(patient, 3));
    assert.equal(
      store.rows,
      without((event) => event === bad),
    );
  });

  it('a view comes to the same whatever is parked, replayed and discarded when, as if the discarded had never been', async () => {
    const act = fc.oneof(
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('write' as const), patient: fc.nat(1), bad: fc.boolean() }) },
      fc.record({ kind: fc.constantFrom('replay' as const, 'discard' as const, 'mend' as const), which: fc.nat(20) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 40 }), fc.constantFrom<OnParked>('wait', 'goOn'), async (acts, rule) => {
        const bad = new Set<string>();
        const gone = new Set<string>();
        const { store, log, write, without, parked } = world((event) => bad.has((event.data as { resourceId?: string }).resourceId ?? ''), rule);
        for (const patient of PATIENTS) await write(register(patient));
        for (const [n, one] of acts.entries()) {
          if (one.kind === 'write') {
            const written = record(PATIENTS[one.patient]!, n);
            if (one.bad) bad.add(written.data.resourceId);
            await write(written);
          } else if (one.kind === 'mend') bad.clear();
          else {
            const id = parked()[one.which % Math.max(1, parked().length)];
            if (id === undefined) continue;
            if (one.kind === 'discard') gone.add(id);
            await write(decide(one.kind === 'discard' ? 'ParkedEventDiscarded' : 'ParkedEventReplayed', id));
          }
        }
        bad.clear();
        for (let first = parked()[0]; first !== undefined; first = parked()[0]) await write(decide('ParkedEventReplayed', first));
        assert.equal(
          store.rows,
          without(({ id }) => gone.has(id)),
        );
        assert.ok(log.events.length > 2);
      }),
      { numRuns: 60 },
    );
  });
});
