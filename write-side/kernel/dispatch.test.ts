import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { slices } from '#domain/index.ts';
import { isRejection } from '#domain/kernel/decider.ts';
import type { Cause, Command, Done } from '#domain/kernel/dispatch.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { isSealed } from '#domain/kernel/sealing.ts';
import { as } from '#infra/testing/given.ts';
import { makeMemoryStore, type MemoryStore, pretendOpen, pretendSeal } from '#infra/testing/memory-store.ts';
import { spec } from '#infra/testing/spec.ts';
import { permits } from '#write-side/index.ts';
import { type DispatchDeps, makeDispatch, type Observed } from './dispatch.ts';

const patientId = '0190d0c0-0000-7000-8000-000000000001';
const target = { tenant: 'acme', slice: 'case', id: '0190d0c0-0000-7000-8000-000000000002' };
const open: Command = { type: 'OpenCase', data: { patientId, procedure: { code: '1', text: 'CANARY' } } };
const advance = (to: string): Command => ({ type: 'AdvanceCase', data: { to } });
const hold: Command = { type: 'HoldCase', data: { reason: 'travel' } };
const resume: Command = { type: 'ResumeCase', data: { reason: 'back' } };
const because = (id: string, more: Partial<Cause> = {}): Cause => ({ id, actor: as('doctor'), correlationId: 'c', ...more });
const made = (store: MemoryStore = makeMemoryStore(), more: Partial<DispatchDeps> = {}) => ({
  store,
  dispatch: makeDispatch({ store, seal: pretendSeal, open: pretendOpen, slices, permits, now: () => new Date('2026-01-02T03:04:05Z'), ...more }),
});
const failure = async (work: Promise<unknown>): Promise<HubError> => {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  assert.instance(error, HubError);
  return error as HubError;
};
const revisions = (store: MemoryStore) => store.log.map(({ revision }) => revision);

spec('dispatch', (it) => {
  it('a command becomes events in an envelope that says who, when, why and about whom', async () => {
    const { dispatch, store } = made();
    const done = await dispatch(target, open, because('k1', { causationId: 'why' }));
    assert.equal(done, { revision: 0, position: 1n, events: ['CaseOpened'], repeated: false });
    const { tenant, actor, correlationId, causationId, schema, occurredAt, subject } = store.log[0]!.meta;
    assert.equal([tenant, actor.role, correlationId, causationId], ['acme', 'doctor', 'c', 'why']);
    assert.equal([schema, occurredAt, subject], [1, '2026-01-02T03:04:05.000Z', patientId]);
  });
  it('personal and health fields are sealed for the person, operational ones are not', async () => {
    const { dispatch, store } = made();
    await dispatch(target, open, because('k1'));
    const data = store.log[0]!.data as Record<string, unknown>;
    assert.ok(isSealed(data['procedure']));
    assert.is(data['patientId'], patientId);
    assert.not.match(JSON.stringify(data), /CANARY/);
  });
  it('bad data is refused with the path of each field and changes nothing', async () => {
    const { dispatch, store } = made();
    const error = await failure(dispatch(target, { type: 'OpenCase', data: { patientId: 'x', procedure: { code: '' }, extra: 1 } }, because('k1')));
    assert.is(`${error.kind} ${error.code}`, 'invalid command.invalid');
    assert.equal(error.faults.map(({ path }) => path).sort(), ['', 'patientId', 'procedure.code', 'procedure.text']);
    for (const type of ['NoSuch', 'constructor', '__proto__'])
      assert.is((await failure(dispatch(target, { type, data: {} }, because('k')))).code, 'command.unknown');
    assert.is((await failure(dispatch({ ...target, slice: 'nothing' }, open, because('k')))).code, 'command.unknown');
    assert.is(store.log.length, 0);
  });
  it('whoever may not give a command is refused, whatever way it comes', async () => {
    const { dispatch, store } = made();
    for (const actor of [as('finance'), as('doctor', 'agent'), as('doctor', 'system'), as('patient', 'patient')])
      assert.is((await failure(dispatch(target, open, because('k1', { actor })))).code, 'command.forbidden');
    assert.is(store.log.length, 0);
  });
  it('a refusal by the rules is answered and changes nothing', async () => {
    const { dispatch, store } = made();
    await dispatch(target, open, because('k1'));
    const before = structuredClone(store.log);
    assert.equal(await dispatch(target, open, because('k2')), { rejected: 'case.already-open' });
    assert.equal(store.log, before);
  });
  it('a command that causes nothing answers the revision as it is', async () => {
    const { dispatch } = made();
    await dispatch(target, open, because('k1'));
    await dispatch(target, hold, because('k2'));
    assert.equal(await dispatch(target, hold, because('k3')), { revision: 1, position: 2n, events: [], repeated: false });
  });
  it('the same command id answers the same, with and without memory, even after later changes', async () => {
    const { dispatch, store } = made();
    const first = (await dispatch(target, open, because('k1'))) as Done;
    await dispatch(target, hold, because('k2'));
    for (const again of [dispatch, made(store).dispatch, made(store, { cache: 0 }).dispatch])
      assert.equal(await again(target, open, because('k1')), { ...first, repeated: true });
    assert.equal(revisions(store), [0, 1]);
  });
  it('a repeat pinned to an old revision is still a repeat', async () => {
    const { dispatch } = made();
    await dispatch(target, open, because('k1'));
    await dispatch(target, hold, because('k2', { ifRevision: 0 }));
    const again = await dispatch(target, hold, because('k2', { ifRevision: 0 }));
    assert.ok(!isRejection(again) && again.repeated);
  });
  it('a pinned revision that is no longer current is a conflict and names the current one', async () => {
    const { dispatch, store } = made();
    await dispatch(target, open, because('k1'));
    await dispatch(target, hold, because('k2'));
    const error = await failure(dispatch(target, resume, because('k3', { ifRevision: 0 })));
    assert.equal([error.kind, error.detail['current']], ['conflict', 1]);
    assert.equal(revisions(store), [0, 1]);
  });
  it('what one process remembers never hides what another appended', async () => {
    const { store, dispatch: here } = made();
    const { dispatch: there } = made(store);
    await here(target, open, because('k1'));
    await there(target, hold, because('k2'));
    assert.equal(await here(target, advance('intake'), because('k3')), { rejected: 'case.not-active', detail: { status: 'onHold' } });
    await there(target, resume, because('k4'));
    assert.equal(((await here(target, advance('intake'), because('k5'))) as Done).revision, 3);
  });
  it('nothing is lost or doubled between processes that command at once', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(2), fc.nat(7), fc.boolean()), { maxLength: 40 }), async (orders) => {
        const store = makeMemoryStore();
        const processes = [made(store).dispatch, made(store).dispatch, made(store, { cache: 2 }).dispatch];
        await processes[0]!(target, open, because('open'));
        const answers = await Promise.all(orders.map(([p, id, holds]) => processes[p]!(target, holds ? hold : resume, because(`k${id}${holds}`))));
        const told = new Set(answers.flatMap((a) => (isRejection(a) || a.events.length === 0 ? [] : [a.revision])));
        assert.is(told.size, store.log.length - 1);
        assert.equal(revisions(store), [...store.log.keys()]);
        const types = store.log.slice(1).map(({ type }) => type);
        assert.equal(
          types,
          types.map((_, i) => (i % 2 === 0 ? 'CaseHeld' : 'CaseResumed')),
        );
      }),
      { numRuns: 40 },
    ));
  it('a failed append forgets the stream, so that the next command sees what really happened', async () => {
    const { store } = made();
    let lost = true;
    const append: MemoryStore['append'] = async (...args) => {
      const answer = await store.append(...args);
      if (lost) throw new HubError('unavailable', 'event-store.unavailable', 'the answer was lost');
      return answer;
    };
    const { dispatch } = made({ ...store, append });
    assert.is((await failure(dispatch(target, open, because('k1')))).kind, 'unavailable');
    lost = false;
    assert.equal(await dispatch(target, open, because('k1')), { revision: 0, position: 1n, events: ['CaseOpened'], repeated: true });
  });
  it('a remembered stream is written to without being read', async () => {
    const store = makeMemoryStore();
    let reads = 0;
    const read: MemoryStore['read'] = (...args) => (reads++, store.read(...args));
    const { dispatch } = made({ ...store, read });
    await dispatch(target, open, because('k1'));
    for (let i = 0; i < 10; i += 1) await dispatch(target, i % 2 ? resume : hold, because(`k-${i}`));
    assert.is(reads, 1);
  });
  it('each command is observed once with its outcome', async () => {
    const seen: Observed[] = [];
    const { dispatch } = made(makeMemoryStore(), { observe: (what) => seen.push(what) });
    await dispatch(target, open, because('k1'));
    await dispatch(target, open, because('k1'));
    await dispatch(target, open, because('k2'));
    await dispatch(target, resume, because('k3'));
    await failure(dispatch(target, { type: 'OpenCase', data: {} }, because('k4')));
    assert.equal(
      seen.map(({ outcome, events }) => `${outcome} ${events}`),
      ['done 1', 'repeated 0', 'rejected 0', 'nothing 0', 'invalid 0'],
    );
  });
});
