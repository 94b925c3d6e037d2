// The writer on its real state: LMDB and files.
import { fork } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { type Recorded, streamName } from '#domain/kernel/envelope.ts';
import type { LogReader, StreamReader } from '#domain/kernel/event-store.ts';
import { entryOf, sealedEvent } from '#projections/ledger/leaf.ts';
import { consistencyProof, inclusionProof, leafHash, rootFromInclusion, rootOf } from '#projections/ledger/merkle.ts';
import { parseCheckpoint, parseNote, verifiedBy } from '#projections/ledger/note.ts';
import type { LogState, Turn } from '#projections/ledger/ports.ts';
import { verifiersOf } from '#projections/ledger/signer.ts';
import { keyOf, proveStream, rootFromStream } from '#projections/ledger/streams.ts';
import { hashesFrom, tilePath } from '#projections/ledger/tiles.ts';
import { makeWitness, requestText, type Seen } from '#projections/ledger/witness.ts';
import { makeWriter, originOf, streamsRootOf } from '#projections/ledger/writer.ts';
import { temporaryFolder } from '../testing/hub.ts';
import { spec } from '../testing/spec.ts';
import { makeLog } from '../testing/views.ts';
import { following } from '../testing/views-hub.ts';
import { makeFiles } from './files.ts';
import { addKey, openKeyFile } from './key-file.ts';
import { openLedgerStore, publicFolder } from './store.ts';
import { bundleOf, treeOf } from './tree.ts';

const TENANTS = ['acme', 'beta', 'gamma'];
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** The same events for the same numbers, in any process. */
function eventsOf(picks: readonly number[]): Recorded[] {
  const log = makeLog();
  for (const n of picks) log.write({ tenant: TENANTS[n % 3]!, stream: `case-${uuid(n % 7)}`, type: 'CaseHeld', data: { reason: `because ${n}` } });
  return log.events.map((event, i) => ({
    ...event,
    id: uuid(i),
    meta: { ...event.meta, correlationId: uuid(i), causationId: uuid(i) },
    data: { n: picks[i]! },
  }));
}
const logOf = (events: readonly Recorded[]): Pick<LogReader, 'follow' | 'head'> & StreamReader => ({
  follow: (options) => following(events).follow({ ...options, size: 40 }), // many small turns
  head: async () => events.at(-1)?.position,
  async *read(stream, { from = 0, to = Number.POSITIVE_INFINITY } = {}) {
    for (const event of events) if (streamName(event.stream) === streamName(stream) && event.revision >= from && event.revision <= to) yield event;
  },
});

function open(folder: string, origin = 'example.com/ledger') {
  const store = openLedgerStore({ folder, origin });
  const signer = openKeyFile(join(folder, '..', 'keys', 'ledger.json'), { make: true });
  const writer = (events: readonly Recorded[], everyMs = 1) => makeWriter({ log: logOf(events), store, signer, now: () => new Date(), everyMs });
  return { store, signer, writer, files: makeFiles(publicFolder(folder)) };
}
/** The root that somebody computes who fetches the tiles alone. */
const rootFromFiles = (files: ReturnType<typeof makeFiles>, { name, edge: { size } }: LogState): Buffer => {
  const part = (level: number, index: number) => Math.min(256, Math.floor(size / 256 ** level) - index * 256);
  const read = (level: number, index: number) => {
    const width = part(level, index);
    return readFileSync(join(files.folder, name, tilePath(level, index, width === 256 ? undefined : width)));
  };
  return rootOf(hashesFrom(read), size);
};
const checkpointOf = (state: LogState) => parseCheckpoint(parseNote(state.note)!.text)!;
/** What a log is, whatever it is called and whenever it was signed. */
const essence = (state: LogState | undefined) => {
  if (!state) return undefined;
  const { size, root, extensions } = checkpointOf(state);
  return { size, root: root.toString('hex'), extensions };
};

/** In the child: writes the log of 2,000 events until it is killed or done. */
async function writeUntilKilled(folder: string): Promise<never> {
  const { writer } = open(folder);
  const events = eventsOf(Array.from({ length: 2000 }, (_, i) => i * 13));
  process.send!('running');
  await writer(events).run(new AbortController().signal);
  return process.exit(1);
}
if (process.argv[2] !== undefined && process.send) await writeUntilKilled(process.argv[2]);

/** Checkpoint and unfinished tiles of a log. */
const derivedFiles = (log: string): string[] =>
  existsSync(log)
    ? readdirSync(log, { recursive: true, encoding: 'utf8' })
        .filter((path) => path === 'checkpoint' || /\.p\/\d+$/.test(path))
        .map((path) => join(log, path))
    : [];

spec('the ledger’s writer', (it, { teardown }) => {
  const folders: { remove(): void }[] = [];
  const fresh = () => {
    const folder = temporaryFolder('hub-ledger');
    folders.push(folder);
    return join(folder.path, 'ledger');
  };
  teardown(() => folders.forEach((folder) => folder.remove()));

  it('a second writer over the same log comes to the same roots, however events were batched', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 99 }), { minLength: 1, maxLength: 700 }),
        fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 6 }),
        async (picks, cuts) => {
          const events = eventsOf(picks);
          const results = [];
          for (const batches of [[events.length], [...cuts, events.length]]) {
            const { store, writer } = open(fresh());
            for (let from = 0, i = 0; from < events.length; from += batches[i]!, i += 1) await writer(events).turn(events.slice(from, from + batches[i]!));
            results.push(TENANTS.map((tenant) => essence(store.log(tenant))));
            await store.close();
          }
          assert.equal(results[0], results[1]);
        },
      ),
      { numRuns: 4 },
    ));

  it('proves each event in its log, each stream whole, and each tenant’s checkpoint in the hub’s log', async () => {
    const events = eventsOf(Array.from({ length: 1500 }, (_, i) => i * 7));
    const { store, writer, signer, files } = open(fresh());
    await writer(events).turn(events.slice(0, 700));
    await writer(events).turn(events.slice(700));
    const key = (await signer.keys())[0]!;
    for (const tenant of TENANTS) {
      const state = store.log(tenant)!;
      const { size, root, extensions, origin } = checkpointOf(state);
      assert.is(readFileSync(join(files.folder, state.name, 'checkpoint'), 'utf8'), state.note);
      assert.equal(
        verifiersOf(origin, key).map((verifier) => verifiedBy(parseNote(state.note)!, verifier).length),
        [1, 1],
      );
      const own = events.filter((event) => event.stream.tenant === tenant);
      assert.is(size, own.length);
      const tree = treeOf(files, state);
      for (const [index, event] of own.entries()) {
        const entry = entryOf(sealedEvent(event));
        assert.equal(bundleOf(files, state, Math.floor(index / 256))[index % 256], entry);
        assert.equal(rootFromInclusion(leafHash(entry), index, size, inclusionProof(tree, index, size)), root);
      }
      for (const stream of new Set(own.map((event) => streamName(event.stream)))) {
        const proof = proveStream(store.nodes(tenant), keyOf(stream));
        assert.is(proof.at!.last, own.filter((event) => streamName(event.stream) === stream).length - 1);
        assert.equal(rootFromStream(keyOf(stream), proof), streamsRootOf(extensions));
      }
    }
    const hub = store.log('')!;
    const anchored = bundleOf(files, hub, 0).map(String);
    for (const tenant of TENANTS) assert.ok(anchored.includes(parseNote(store.log(tenant)!.note)!.text));
    await store.close();
  });

  it('killed at any moment it never signs two histories, and its files are those of an undisturbed writer', async () => {
    const folder = fresh();
    const { store: first } = open(folder);
    await first.close();
    const remembered = new Map<string, Seen>();
    for (let round = 0; round < 4; round++) {
      const child = fork(fileURLToPath(import.meta.url), [folder], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      await new Promise((resolve) => child.once('message', resolve));
      await sleep(60 + 90 * round);
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
      const { store, signer, files } = open(folder);
      // As a machine that lost its power may leave what was not synced.
      for (const tenant of ['', ...TENANTS]) for (const file of derivedFiles(join(files.folder, store.log(tenant)?.name ?? 'none'))) writeFileSync(file, '');
      await store.recover();
      const keys = await signer.keys();
      const logs = ['', ...TENANTS].flatMap((tenant) => store.log(tenant) ?? []);
      const memory = { get: async (origin: string) => remembered.get(origin), put: async (origin: string, seen: Seen) => void remembered.set(origin, seen) };
      const witness = makeWitness({
        name: 'witness',
        logs: logs.flatMap(({ name }) => verifiersOf(originOf(store.identity.origin, name), keys[0]!)),
        memory,
        signer,
        now: () => new Date(),
      });
      for (const state of logs) {
        const { origin, size } = checkpointOf(state);
        const published = readFileSync(join(files.folder, state.name, 'checkpoint'), 'utf8');
        assert.is(published, state.note);
        assert.equal(rootFromFiles(files, state), checkpointOf(state).root);
        const old = remembered.get(origin)?.size ?? 0;
        const answer = await witness.add(requestText(old, consistencyProof(treeOf(files, state), old, size), published));
        assert.is(answer.status, 200, answer.body);
      }
      await store.close();
    }
    const events = eventsOf(Array.from({ length: 2000 }, (_, i) => i * 13));
    const { store, writer } = open(folder);
    const left = events.filter(({ position }) => position > (store.cursor() ?? -1n));
    if (left.length > 0) await writer(events).turn(left);
    const calm = open(fresh());
    await calm.writer(events).turn(events);
    assert.equal(
      TENANTS.map((tenant) => essence(store.log(tenant))),
      TENANTS.map((tenant) => essence(calm.store.log(tenant))),
    );
    for (const tenant of TENANTS) {
      const { size, root } = checkpointOf(store.log(tenant)!);
      assert.equal(rootOf(treeOf(makeFiles(publicFolder(folder)), store.log(tenant)!), size), root);
    }
    await store.close();
    await calm.store.close();
  });

  it('signs nothing more when the event log is not what was signed: shorter, changed, or with a gap', async () => {
    const events = eventsOf(Array.from({ length: 40 }, (_, i) => i % 3));
    const folder = fresh();
    const before = open(folder);
    await before.writer(events).turn(events.slice(0, 30));
    const signed = TENANTS.map((tenant) => essence(before.store.log(tenant)));
    await before.store.close();
    const codeOf = async (work: (writer: ReturnType<typeof before.writer>, events: Recorded[]) => Promise<void>, log: Recorded[]) => {
      const { store, writer } = open(folder);
      const code = await work(writer(log), log).then(
        () => 'signed',
        (error: { code?: string }) => error.code,
      );
      assert.equal(
        TENANTS.map((tenant) => essence(store.log(tenant))),
        signed,
      );
      await store.close();
      return code;
    };
    const changed = events.map((event, i) => (i === 29 ? { ...event, data: { n: -1 } } : event));
    assert.is(await codeOf((writer) => writer.run(AbortSignal.timeout(5000)), events.slice(0, 20)), 'ledger.log-shorter');
    assert.is(await codeOf((writer) => writer.turn(events.slice(30)), changed), 'ledger.log-changed');
    assert.is(await codeOf((writer) => writer.turn(events.slice(37)), events), 'ledger.gap');
    assert.is(await codeOf((writer) => writer.turn(events.slice(29)), events), 'ledger.gap');
  });

  it('a turn reads and writes the logs of those tenants alone that had events, and takes a quiet one’s beside a busy one’s', async () => {
    const log = makeLog();
    const held = (tenant: string, n: number) => ({ tenant, stream: `case-${uuid(n)}`, type: 'CaseHeld', data: { reason: 'because' } });
    log.write(...Array.from({ length: 60 }, (_, n) => held(`quiet${n}`, n)));
    const { store, writer, signer } = open(fresh());
    const touched = new Set<string>();
    const committed: string[][] = [];
    const watched = {
      ...store,
      log: (tenant: string) => (touched.add(tenant), store.log(tenant)),
      nodes: (tenant: string) => (touched.add(tenant), store.nodes(tenant)),
      commit: async (turn: Turn) => (committed.push(turn.logs.map(({ state }) => state.tenant)), store.commit(turn)),
    };
    await writer(log.events).turn(log.events);
    touched.clear();
    log.write(...Array.from({ length: 400 }, (_, n) => held('busy', 1000 + n)), held('quiet7', 2000), held('busy', 3000));
    await makeWriter({ log: logOf(log.events), store: watched, signer, now: () => new Date() }).turn(log.events.slice(60));
    assert.equal(committed, [['busy', 'quiet7', '']]);
    assert.equal([...touched].toSorted(), ['', 'busy', 'quiet7']);
    await store.close();
  });

  it('a turn that failed is followed by none, however much was read meanwhile; the next run begins where it began', async () => {
    const events = eventsOf(Array.from({ length: 300 }, (_, i) => i * 11));
    const { store, signer } = open(fresh());
    let fails = true;
    const breaking = {
      ...store,
      commit: async (turn: Turn) => {
        if (fails && store.cursor() !== undefined) {
          await sleep(100); // the log is read on
          throw new Error('no space left');
        }
        return store.commit(turn);
      },
    };
    const deps = { log: logOf(events), store: breaking, signer, now: () => new Date(), everyMs: 1 };
    const failed = await makeWriter(deps)
      .run(AbortSignal.timeout(20_000))
      .catch((error: unknown) => error);
    assert.match(String(failed), /no space left/);
    fails = false;
    const over = new AbortController();
    const onTurn = (_: unknown, cursor: bigint) => cursor === events.at(-1)!.position && over.abort();
    await makeWriter({ ...deps, onTurn }).run(AbortSignal.any([over.signal, AbortSignal.timeout(20_000)]));
    const calm = open(fresh());
    await calm.writer(events).turn(events);
    const of = (from: typeof store) => TENANTS.map((tenant) => essence(from.log(tenant)));
    assert.equal(of(store), of(calm.store));
    await Promise.all([store.close(), calm.store.close()]);
  });

  it('a new key takes over by a statement that the old one signed, in the hub’s own log', async () => {
    const events = eventsOf(Array.from({ length: 20 }, (_, i) => i));
    const folder = fresh();
    const { store, writer, signer, files } = open(folder);
    await writer(events).turn(events.slice(0, 10));
    addKey(join(folder, '..', 'keys', 'ledger.json'));
    await writer(events).turn(events.slice(10));
    const [old, now] = await signer.keys();
    const [{ statement, index } = { statement: '', index: -1 }] = store.rotations();
    const hub = originOf(store.identity.origin, 'hub');
    assert.equal(
      [old!, now!].map((key) => verifiedBy(parseNote(statement)!, verifiersOf(hub, key)[0]!).length),
      [1, 1],
    );
    assert.is(String(bundleOf(files, store.log('')!, 0)[index]), statement);
    const state = store.log('acme')!;
    const origin = originOf(store.identity.origin, state.name);
    assert.equal(
      [old!, now!].map((key) => verifiedBy(parseNote(state.note)!, verifiersOf(origin, key)[0]!).length),
      [0, 1],
    );
    assert.ok(existsSync(join(files.folder, 'hub', 'checkpoint')));
    await store.close();
  });
});
