// The store against a small model of it in memory, under random operations: appends, metadata, deletions, scavenges and restarts.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '../../../testing/spec.ts';
import { type Proposed, revisionOf, streamOf, TOMBSTONE_REVISION } from './record.ts';
import { type EmbeddedStore, openStore } from './store.ts';

const OPTIONS = { segmentBytes: 1500, tailEntries: 5, report: () => {} };
const event = (document: object = {}): Proposed => ({
  id: randomUUID(),
  type: 'T',
  json: true,
  data: Buffer.from(JSON.stringify(document)),
  metadata: Buffer.alloc(0),
});

const stream = fc.constantFrom('a', 'b', 'c');
const operation = fc.oneof(
  { weight: 8, arbitrary: fc.record({ is: fc.constant('append' as const), stream, count: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('maxCount' as const), stream, value: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('truncate' as const), stream, value: fc.integer({ min: 0, max: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('delete' as const), stream }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('tombstone' as const), stream: fc.constantFrom('c') }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('scavenge' as const) }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('restart' as const) }) },
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

/** `gone` are revisions that a scavenge removed, though metadata may later claim to show them. */
type Stream = { last: number; first: number; maxCount: number; deleted: boolean; tombstoned: boolean; readonly gone: Set<number> };
const fresh = (): Stream => ({ last: -1, first: 0, maxCount: Number.POSITIVE_INFINITY, deleted: false, tombstoned: false, gone: new Set() });
const range = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
function visible(s: Stream): number[] {
  const from = Math.max(s.first, s.last - s.maxCount + 1, 0);
  return s.tombstoned || s.deleted ? [] : range(from, s.last).filter((revision) => !s.gone.has(revision));
}

function apply(s: Stream, op: Operation): void {
  if (s.tombstoned) return;
  if (op.is === 'append') {
    if (s.deleted) Object.assign(s, { deleted: false, first: s.last + 1, maxCount: Number.POSITIVE_INFINITY });
    s.last += op.count;
  } else if (op.is === 'maxCount' || op.is === 'truncate') {
    const revives = s.deleted && s.last >= 0;
    Object.assign(s, { deleted: false, maxCount: op.is === 'maxCount' ? op.value : Number.POSITIVE_INFINITY });
    s.first = revives ? s.last + 1 : op.is === 'truncate' ? op.value : 0;
  } else if (op.is === 'delete' && s.last >= 0 && !s.deleted) s.deleted = true;
  else if (op.is === 'tombstone') s.tombstoned = true;
}
function scavenge(s: Stream): void {
  const shown = new Set(visible(s));
  for (const revision of range(0, s.last)) if (!shown.has(revision) && (revision !== s.last || s.tombstoned)) s.gone.add(revision);
}
async function perform(store: EmbeddedStore, op: Operation): Promise<void> {
  if (op.is === 'append') await store.append({ stream: op.stream, expected: 'any', events: Array.from({ length: op.count }, () => event()) });
  if (op.is === 'maxCount') await store.append({ stream: `$$${op.stream}`, expected: 'any', events: [event({ $maxCount: op.value })] });
  if (op.is === 'truncate') await store.append({ stream: `$$${op.stream}`, expected: 'any', events: [event({ $tb: op.value })] });
  if (op.is === 'delete') await store.softDelete(op.stream, 'exists');
  if (op.is === 'tombstone') await store.tombstone(op.stream, 'any');
  if (op.is === 'scavenge') assert.is((await store.scavenge().done).state, 'done');
}

function compare(store: EmbeddedStore, model: Map<string, Stream>): void {
  const log = store.log(1, 10_000, 'forwards');
  assert.ok(
    log.every((entry, i) => i === 0 || entry.position > log[i - 1]!.position),
    'positions increase',
  );
  assert.equal(
    store.log(store.last(), 10_000, 'backwards').map((entry) => entry.position),
    log.map((entry) => entry.position).reverse(),
  );
  for (const [name, s] of model) {
    const state = store.state(name);
    const read = store.stream(name, 0, 1000, 'forwards').entries.map(({ value }) => revisionOf(value));
    const backwards = store.stream(name, state.last, 1000, 'backwards').entries.map(({ value }) => revisionOf(value));
    assert.equal(backwards.toReversed(), read);
    if (!s.tombstoned) assert.equal(read, visible(s), `${name} shows`);
    if (!s.tombstoned) assert.is(state.last, s.last);
    const inLog = log.filter(({ value }) => streamOf(value) === name).map(({ value }) => revisionOf(value));
    const left = range(0, s.last).filter((revision) => !s.gone.has(revision));
    assert.equal(inLog, s.tombstoned ? [...left, TOMBSTONE_REVISION] : left, `$all has of ${name}`);
  }
}

spec('the store beside a model of it', (it) => {
  it('shows in streams and in $all what the model shows, through scavenges and restarts, and never reuses a position', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 30 }), async (operations) => {
        const folder = mkdtempSync(join(tmpdir(), 'store-model-'));
        const model = new Map(['a', 'b', 'c'].map((name) => [name, fresh()]));
        let store = openStore(folder, OPTIONS);
        let last = 0;
        for (const op of operations) {
          if (op.is === 'restart') {
            await store.close();
            store = openStore(folder, OPTIONS);
          } else await perform(store, op);
          for (const [name, s] of model)
            if (op.is === 'scavenge') scavenge(s);
            else if ('stream' in op && op.stream === name) apply(s, op);
          assert.ok(store.last() >= last);
          last = store.last();
          compare(store, model);
        }
        await store.close();
        rmSync(folder, { recursive: true, force: true });
      }),
      { numRuns: Number(process.env['MODEL_RUNS'] ?? 60) },
    );
  });
});
