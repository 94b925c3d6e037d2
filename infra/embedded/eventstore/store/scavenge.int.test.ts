// Scavenging: what goes, what stays, what readers see during it.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { spec } from '../../../testing/spec.ts';
import { type Proposed, revisionOf, streamOf } from './record.ts';
import { type EmbeddedStore, openStore } from './store.ts';

const event = (size = 200): Proposed => ({
  id: randomUUID(),
  type: 'T',
  json: true,
  data: Buffer.from(JSON.stringify({ x: 'x'.repeat(size) })),
  metadata: Buffer.alloc(0),
});
const metadata = (document: object): Proposed => ({ ...event(), type: '$metadata', data: Buffer.from(JSON.stringify(document)) });
const folder = (): string => mkdtempSync(join(tmpdir(), 'store-scavenge-'));
const remove = (path: string): void => rmSync(path, { recursive: true, force: true });
const sizeOf = (path: string): number => readdirSync(join(path, 'log')).reduce((sum, name) => sum + statSync(join(path, 'log', name)).size, 0);
const inLog = (store: EmbeddedStore): string[] => store.log(1, 1_000_000, 'forwards').map(({ value }) => `${streamOf(value)}/${revisionOf(value)}`);
const inStream = (store: EmbeddedStore, name: string): number[] => store.stream(name, 0, 1_000_000, 'forwards').entries.map(({ value }) => revisionOf(value));
const small = { segmentBytes: 16_384, report: () => {} };

async function fill(store: EmbeddedStore, streams: readonly string[], rounds: number): Promise<void> {
  for (let n = 0; n < rounds; n++) await Promise.all(streams.map((stream) => store.append({ stream, expected: 'any', events: [event()] })));
}

spec('scavenging', (it) => {
  it('gives back the space of deleted, truncated and expired events, keeps every other event, and never reuses a position', async () => {
    const path = folder();
    let time = Date.now();
    let store = openStore(path, { ...small, now: () => time });
    await fill(store, ['kept', 'deleted', 'buried', 'counted', 'truncated', 'aged'], 100);
    await store.append({ stream: '$$counted', expected: 'any', events: [metadata({ $maxCount: 500 }), metadata({ $maxCount: 3 })] });
    await store.append({ stream: '$$truncated', expected: 'any', events: [metadata({ $tb: 98 })] });
    await store.append({ stream: '$$aged', expected: 'any', events: [metadata({ $maxAge: 60 })] });
    time += 120_000;
    await fill(store, ['aged'], 2);
    await store.softDelete('deleted', 'any');
    await store.tombstone('buried', 'any');
    const before = sizeOf(path);
    const last = store.last();

    const outcome = await store.scavenge().done;
    assert.is(outcome.state, 'done');
    assert.is(outcome.segmentsDone, outcome.segments);
    assert.ok(sizeOf(path) < before / 3, `${sizeOf(path)} of ${before} bytes are left`);
    assert.ok(outcome.bytesFreed > before / 2);

    const rest = ['deleted/99', `buried/${2 ** 48 - 1}`, 'counted/97', 'counted/98', 'counted/99', 'truncated/98', 'truncated/99', 'aged/100', 'aged/101'];
    for (const restarted of [false, true]) {
      if (restarted) {
        await store.close();
        store = openStore(path, { ...small, now: () => time });
      }
      assert.is(inStream(store, 'kept').length, 100);
      assert.equal(inStream(store, 'counted'), [97, 98, 99]);
      assert.equal(inStream(store, 'truncated'), [98, 99]);
      assert.equal(inStream(store, 'aged'), [100, 101]);
      const others = inLog(store).filter((at) => !at.startsWith('kept/'));
      assert.equal(others.toSorted(), [...rest, '$$counted/1', '$$truncated/0', '$$aged/0', '$$deleted/0'].toSorted());
      assert.is(store.last(), last);
    }
    assert.equal(await store.append({ stream: 'kept', expected: 99, events: [event()] }), { is: 'appended', revision: 100, position: last + 1 });
    const revived = await store.append({ stream: 'deleted', expected: 'any', events: [event()] });
    assert.is(revived.is === 'appended' && revived.revision, 100, 'a deleted stream goes on where it was');
    await store.close();
    remove(path);
  });
  it('readers and writers go on while it runs: a reader of $all sees every visible event once, in order', async () => {
    const path = folder();
    const store = openStore(path, { ...small, tailEntries: 16 });
    await fill(store, ['kept', 'counted'], 1500);
    await store.append({ stream: '$$counted', expected: 'any', events: [metadata({ $maxCount: 1 })] });
    const scavenge = store.scavenge();
    let next = 1;
    const seen: string[] = [];
    const positions: number[] = [];
    for (let writes = 0; scavenge.progress().state === 'running' || next <= store.last(); ) {
      for (const { position, value } of store.log(next, 50, 'forwards')) {
        positions.push(position);
        seen.push(`${streamOf(value)}/${revisionOf(value)}`);
        next = position + 1;
      }
      if (writes++ < 200) await fill(store, ['kept'], 1);
      else await new Promise((resolve) => setImmediate(resolve));
    }
    assert.is((await scavenge.done).eventsRemoved, 1499);
    assert.ok(
      positions.every((position, i) => i === 0 || position > positions[i - 1]!),
      'positions increase',
    );
    assert.equal(
      seen.filter((at) => at.startsWith('kept/')),
      Array.from({ length: 1700 }, (_, revision) => `kept/${revision}`),
    );
    assert.is(seen.at(seen.indexOf('counted/1499')), 'counted/1499');
    assert.equal(inStream(store, 'kept').length, 1700);
    await store.close();
    remove(path);
  });
  it('one runs at a time; stopped, it keeps what it has freed and leaves no draft', async () => {
    const path = folder();
    const store = openStore(path, small);
    await fill(store, ['counted'], 1000);
    await store.append({ stream: '$$counted', expected: 'any', events: [metadata({ $maxCount: 1 })] });
    const first = store.scavenge();
    assert.is(store.scavenge(), first);
    while (first.progress().segmentsDone < 2) await new Promise((resolve) => setImmediate(resolve));
    first.stop();
    const stopped = await first.done;
    assert.is(stopped.state, 'stopped');
    assert.ok(stopped.segmentsDone < stopped.segments && stopped.bytesFreed > 0);
    assert.is(store.scavenging(), undefined);
    assert.equal(
      readdirSync(join(path, 'log')).filter((name) => name.endsWith('.draft')),
      [],
    );
    const rest = await store.scavenge().done;
    assert.is(stopped.eventsRemoved + rest.eventsRemoved, 999);
    await store.close();
    remove(path);
  });
  it('a draft left by a crash is removed at start', async () => {
    const path = folder();
    await openStore(path, small).close();
    const draft = join(path, 'log', '0000000000000001.log.draft');
    writeFileSync(draft, 'half');
    await openStore(path, small).close();
    assert.not.ok(readdirSync(join(path, 'log')).some((name) => name.endsWith('.draft')));
    remove(path);
  });
  it('a store in memory is scavenged as well', async () => {
    const path = folder();
    const store = openStore(path, { ...small, sync: false });
    remove(path);
    await fill(store, ['counted', 'kept'], 300);
    await store.append({ stream: '$$counted', expected: 'any', events: [metadata({ $maxCount: 2 })] });
    assert.is((await store.scavenge().done).eventsRemoved, 298);
    assert.equal(inStream(store, 'counted'), [298, 299]);
    assert.is(inStream(store, 'kept').length, 300);
    await store.close();
    remove(path);
  });
});
