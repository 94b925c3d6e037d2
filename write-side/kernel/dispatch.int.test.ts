// Dispatch over the real event store and real keys: what the memory store cannot show.
import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makePool, type Pool } from '#infra/postgres/pool.ts';
import * as assert from 'uvu/assert';
import { slices } from '#domain/index.ts';
import { isRejection } from '#domain/kernel/decider.ts';
import type { Command, Dispatch, Done } from '#domain/kernel/dispatch.ts';
import type { Recorded, StreamId } from '#domain/kernel/envelope.ts';
import type { EventStore } from '#domain/kernel/event-store.ts';
import { isSealed, SHREDDED, type Sealed } from '#domain/kernel/sealing.ts';
import { type Started, startEventStore } from '#infra/embedded/eventstore/start.ts';
import { keysUrl, type Running, startPostgres } from '#infra/embedded/postgres/start.ts';
import { makeEventStore } from '#infra/eventstore/store.ts';
import { makeSealing, migrateKeys, type Sealing } from '#infra/sealing/sealing.ts';
import { as } from '#infra/testing/given.ts';
import { temporaryFolder } from '#infra/testing/hub.ts';
import { spec } from '#infra/testing/spec.ts';
import { caseFlags } from '#write-side/case/reactor.ts';
import { permits } from '#write-side/index.ts';
import { makeDispatch } from './dispatch.ts';
import { runReactor } from './reactor.ts';

const CANARY = 'Zzyzxqvist';
const rootKey = randomBytes(32);
const folder = temporaryFolder('dispatch');
const files = { events: join(folder.path, 'events'), postgres: join(folder.path, 'postgres') };
const tenant = 'acme';
const newCase = (): StreamId => ({ tenant, slice: 'case', id: randomUUID() });
const open = (patientId: string = randomUUID()): Command => ({ type: 'OpenCase', data: { patientId, procedure: { code: '1', text: CANARY } } });
const hold: Command = { type: 'HoldCase', data: { reason: CANARY } };
const resume: Command = { type: 'ResumeCase', data: { reason: CANARY } };
const because = (id: string = randomUUID()) => ({ id, actor: as('doctor'), correlationId: 'c' });

function everyFileIn(path: string): string[] {
  return readdirSync(path).flatMap((name) => (statSync(join(path, name)).isDirectory() ? everyFileIn(join(path, name)) : [join(path, name)]));
}

spec('dispatch over the real engines', (it, { setup, teardown }) => {
  let [server, postgres]: [Started?, Running?] = [];
  let store: EventStore;
  let pool: Pool;
  let sealing: Sealing;
  /** As a process that has just started: nothing remembered. */
  const started = (): Dispatch => makeDispatch({ store, ...sealing, slices, permits, now: () => new Date() });
  const events = async (stream: StreamId): Promise<Recorded[]> => {
    const found: Recorded[] = [];
    for await (const event of store.read(stream)) found.push(event);
    return found;
  };
  setup(async () => {
    [server, postgres] = await Promise.all([startEventStore({ data: files.events }), startPostgres({ data: files.postgres })]);
    store = makeEventStore({ url: server.url });
    pool = makePool({ url: keysUrl(postgres.url), max: 8 });
    await migrateKeys(pool);
    sealing = makeSealing({ pool, rootKey });
  });
  teardown(async () => {
    await store?.close();
    await pool?.end();
    await Promise.all([server?.stop(), postgres?.stop()]);
    folder.remove();
  });

  it('64 commands at once from 4 processes on one stream lose no update', async () => {
    const stream = newCase();
    const processes = [started(), started(), started(), started()];
    await processes[0]!(stream, open(), because());
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, i) =>
        processes[i % 4]!(stream, { type: 'FlagCase', data: { recommendationId: randomUUID(), level: 'amber' } }, { ...because(), actor: as('', 'system') }),
      ),
    );
    assert.ok(answers.every((answer) => !isRejection(answer)));
    const revisions = (answers as Done[]).map(({ revision }) => Number(revision)).sort((a, b) => a - b);
    assert.equal(
      revisions,
      Array.from({ length: 64 }, (_, i) => i + 1),
    );
    assert.is((await events(stream)).length, 65);
  });
  it('of 64 equal commands at once exactly one acts, and all get its answer', async () => {
    const stream = newCase();
    const processes = [started(), started(), started(), started()];
    const command = open();
    const answers = (await Promise.all(Array.from({ length: 64 }, (_, i) => processes[i % 4]!(stream, command, because('same'))))) as Done[];
    assert.equal(new Set(answers.map(({ revision, position }) => `${revision}/${position}`)).size, 1);
    assert.is((await events(stream)).length, 1);
  });
  it('a repeat after the event store and the hub restarted answers the same', async () => {
    const stream = newCase();
    const command = open();
    const first = (await started()(stream, command, because('k1'))) as Done;
    await started()(stream, hold, because('k2'));
    await store.close();
    await server!.stop();
    server = await startEventStore({ data: files.events });
    store = makeEventStore({ url: server.url });
    assert.equal(await started()(stream, command, because('k1')), { ...first, repeated: true });
    assert.is((await events(stream)).length, 2);
  });
  it('what is read back opens for its person, and is shredded with their key', async () => {
    const [stream, patientId] = [newCase(), randomUUID()];
    await started()(stream, open(patientId), because());
    const [event] = await events(stream);
    const { procedure } = event!.data as { procedure: Sealed };
    assert.ok(isSealed(procedure) && procedure.subject === patientId);
    assert.equal(await sealing.open(tenant, [procedure]), [{ code: '1', text: CANARY }]);
    await sealing.destroySubject(tenant, patientId);
    assert.equal(await sealing.open(tenant, [procedure]), [SHREDDED]);
    const refused = await started()(stream, hold, because()).catch((e: { code: string }) => e.code);
    assert.is(refused, 'subject.erased');
    assert.is((await events(stream)).length, 1);
  });
  it('a finding stops its case through the reactor, and an answer lets it go on', async () => {
    const [stream, patientId, stop] = [newCase(), randomUUID(), new AbortController()];
    const dispatch = started();
    const running = runReactor(caseFlags, { store, dispatch }, stop.signal);
    await dispatch(stream, open(patientId), because());
    const recommendation: StreamId = { tenant, slice: 'recommendation', id: randomUUID() };
    const words = { tr: CANARY, en: CANARY };
    const rule = {
      rule: 'PRE-VKA',
      version: '1',
      title: { tr: 'Kan sulandırıcı', en: 'Anticoagulant' },
      actions: [],
      evidence: [],
      missing: [],
      inputEventIds: [],
    };
    const data = { ...rule, caseId: stream.id, patientId, level: 'red', wording: 'template', text: words, items: [], basis: 'b' };
    await dispatch(recommendation, { type: 'IssueRecommendation', data }, { ...because(), actor: as('', 'agent') });
    await until(async () => (await events(stream)).at(-1)!.type === 'CaseFlagged');
    await dispatch(recommendation, { type: 'AcceptRecommendation', data: {} }, because());
    await until(async () => (await events(stream)).at(-1)!.type === 'CaseFlagCleared');
    stop.abort();
    await running;
  });
  it('no file of the event store or of the key database holds what was said about a person', async () => {
    const stream = newCase();
    const dispatch = started();
    await dispatch(stream, open(), because());
    for (let i = 0; i < 6; i += 1) await dispatch(stream, i % 2 ? resume : hold, because());
    assert.not.match(JSON.stringify((await events(stream)).map(({ data }) => data)), new RegExp(CANARY));
    await pool.query('checkpoint');
    const found = everyFileIn(folder.path).filter((file) => readFileSync(file).includes(CANARY));
    assert.equal(found, []);
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it did not happen within 10 s');
}
