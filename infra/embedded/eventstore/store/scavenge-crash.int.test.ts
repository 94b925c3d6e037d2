// A process that is killed in the middle of scavenging: this file starts itself as that process.
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import { spec } from '../../../testing/spec.ts';
import { type Proposed, revisionOf, streamOf } from './record.ts';
import { openStore } from './store.ts';

type Store = ReturnType<typeof openStore>;

const ROUNDS = 12;
const OPTIONS = { segmentBytes: 16_384, tailEntries: 64, report: () => {} };
const event = (data: object = { x: 'x'.repeat(200) }): Proposed => ({
  id: randomUUID(),
  type: 'T',
  json: true,
  data: Buffer.from(JSON.stringify(data)),
  metadata: Buffer.alloc(0),
});

/** Appends and scavenges until killed; tells its parent the last revision of the stream that keeps everything. */
async function workUntilKilled(folder: string): Promise<void> {
  const store = openStore(folder, OPTIONS);
  process.on('disconnect', () => process.exit(0));
  for (let n = 0; ; n++) {
    await Promise.all(['counted', 'counted', 'counted'].map((stream) => store.append({ stream, expected: 'any', events: [event(), event()] })));
    const kept = await store.append({ stream: 'kept', expected: 'any', events: [event()] });
    process.send!(kept);
    if (n > 40) store.scavenge();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A page of the log is bounded by bytes, so it is read page by page. */
function wholeLog(store: Store): ReturnType<Store['log']> {
  const all: ReturnType<Store['log']> = [];
  for (let page = store.log(1, 1_000, 'forwards'); page.length > 0; page = store.log(all.at(-1)!.position + 1, 1_000, 'forwards')) all.push(...page);
  return all;
}

function suite(): void {
  spec('a crash while scavenging', (it) => {
    it('leaves every segment old or new: nothing that is visible is lost, wherever the process was killed', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'store-scavenge-crash-'));
      let store = openStore(folder, OPTIONS);
      await store.append({ stream: '$$counted', expected: 'any', events: [event({ $maxCount: 2 })] });
      await store.close();
      let removed = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const child = fork(fileURLToPath(import.meta.url), [folder]);
        const gone = new Promise((resolve) => child.once('exit', resolve));
        let last = { revision: -1, position: 0 };
        child.on('message', (kept) => (last = kept as typeof last));
        await new Promise((resolve) => child.once('message', resolve));
        await sleep(60 + Math.random() * 150);
        child.kill('SIGKILL');
        await gone;
        store = openStore(folder, OPTIONS);
        const kept = store.stream('kept', 0, 100_000, 'forwards').entries.map(({ value }) => revisionOf(value));
        assert.ok(kept.length > last.revision);
        assert.ok(kept.every((revision, i) => revision === i));
        const log = wholeLog(store);
        assert.is(log.filter(({ value }) => streamOf(value) === 'kept').length, kept.length);
        assert.ok(log.every((entry, i) => i === 0 || entry.position > log[i - 1]!.position));
        const end = store.state('counted').last;
        const counted = store.stream('counted', 0, 100_000, 'forwards').entries.map(({ value }) => revisionOf(value));
        assert.equal(counted, [end - 1, end]);
        assert.ok(store.last() >= last.position);
        removed = store.last() - log.length;
        await store.close();
      }
      assert.ok(removed > 0, 'something was scavenged');
      rmSync(folder, { recursive: true, force: true });
    });
  });
}

if (process.argv[2] !== undefined && process.send) await workUntilKilled(process.argv[2]);
else suite();
