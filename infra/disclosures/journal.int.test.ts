// What was acknowledged survives the death of the process that wrote it, and is in the log once.
import { spawn } from 'node:child_process';
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as assert from 'uvu/assert';
import { disclosureSlice } from '#domain/disclosure/slice.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { anySlice } from '#domain/kernel/slice.ts';
import { makeEventStore } from '../eventstore/store.ts';
import { startEventStore } from '../embedded/eventstore/start.ts';
import { disclosurePermits } from '#write-side/disclosure/permits.ts';
import { makeDispatch } from '#write-side/kernel/dispatch.ts';
import { temporaryFolder } from '../testing/hub.ts';
import { pretendOpen, pretendSeal } from '../testing/memory-store.ts';
import { spec } from '../testing/spec.ts';
import { drainAll } from './drain.ts';
import { type Entry, makeJournal } from './journal.ts';

const WRITER = new URL('./writer.ts', import.meta.url).pathname;

/** Kills the writer once it has acknowledged `enough`; answers all it ever acknowledged. */
async function killedAfter(enough: number, folder: string, prefix: string): Promise<string[]> {
  const child = spawn(process.execPath, [WRITER, folder, prefix], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const told: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) if (told.push(line) === enough) child.kill('SIGKILL');
  await exited;
  return told;
}

spec('disclosures on disk and in the log', (it, { setup, teardown }) => {
  const [data, journals] = [temporaryFolder('disclosures-log'), temporaryFolder('disclosures')];
  let engine: Awaited<ReturnType<typeof startEventStore>>;
  let store: ReturnType<typeof makeEventStore>;
  const dispatching = () =>
    makeDispatch({ store, seal: pretendSeal, open: pretendOpen, slices: [anySlice(disclosureSlice)], permits: disclosurePermits, now: () => new Date() });

  async function recorded(prefix: string): Promise<string[]> {
    const found: string[] = [];
    const head = await store.head();
    const stop = new AbortController();
    for await (const { events, position } of store.follow({ signal: stop.signal, size: 1000 })) {
      for (const { type, data: it } of events) if (type === 'DataDisclosed') found.push((it as { correlation: string }).correlation);
      if (head === undefined || position >= head) break;
    }
    stop.abort();
    return found.filter((correlation) => correlation.startsWith(prefix));
  }

  setup(async () => {
    engine = await startEventStore({ data: data.path });
    store = makeEventStore({ url: engine.url });
  });
  teardown(async () => {
    await store?.close();
    await engine?.stop();
    data.remove();
    journals.remove();
  });

  it('kill -9 loses no acknowledged disclosure, and none is recorded twice', async () => {
    const folder = join(journals.path, 'killed');
    const acknowledged: string[] = [];
    for (const round of ['a', 'b', 'c']) {
      acknowledged.push(...(await killedAfter(200, folder, `kill-${round}-`)));
      const journal = makeJournal(folder);
      assert.is(await drainAll({ journal, dispatch: dispatching() }), true);
      await journal.close();
    }
    const found = await recorded('kill-');
    assert.is(new Set(found).size, found.length);
    assert.equal(
      acknowledged.filter((one) => !found.includes(one)),
      [],
    );
    assert.equal(readdirSync(folder), []);
  });
  it('a drain that dies half-way is finished by the next, each disclosure once', async () => {
    const folder = join(journals.path, 'half');
    const acknowledged = await killedAfter(450, folder, 'half-');
    let left = 2;
    const real = dispatching();
    const dying: typeof real = async (...order) => {
      const done = await real(...order);
      if ((left -= 1) < 0) throw new HubError('unavailable', 'eventstore.unavailable', 'gone after the append');
      return done;
    };
    const first = makeJournal(folder);
    assert.is(await drainAll({ journal: first, dispatch: dying }), false);
    await first.close();
    const second = makeJournal(folder);
    assert.is(await drainAll({ journal: second, dispatch: dispatching() }), true);
    await second.close();
    const found = await recorded('half-');
    assert.is(new Set(found).size, found.length);
    assert.equal(
      acknowledged.filter((one) => !found.includes(one)),
      [],
    );
  });
  it('a line that a crash cut short is left out, and a segment the log refuses is kept aside', async () => {
    const folder = join(journals.path, 'torn');
    const journal = makeJournal(folder);
    const entry: Entry = {
      tenant: 'acme',
      disclosure: {
        at: '2026-01-02T03:04:05.000Z',
        readerId: 'm1',
        readerKind: 'staff',
        readerRole: 'nurse',
        purpose: 'treatment',
        route: 'r',
        correlation: 'torn-1',
        persons: [],
      },
    };
    await journal.write(entry);
    await journal.close();
    appendFileSync(join(folder, readdirSync(folder)[0]!), '{"tenant":"acme","disclo');
    writeFileSync(join(folder, 'zzz.ndjson'), '{"tenant":"acme","disclosure":{"at":"never"}}\n');
    const told: string[] = [];
    const again = makeJournal(folder);
    assert.is(await drainAll({ journal: again, dispatch: dispatching(), onTrouble: (segment) => told.push(segment) }), true);
    await again.close();
    assert.equal([await recorded('torn-'), told, readdirSync(folder)], [['torn-1'], ['zzz'], ['zzz.refused']]);
  });
});
