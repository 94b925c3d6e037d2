// What a client may rely on when a process dies before it answers, and when two processes are asked about one thing at once.
import { randomUUID } from 'node:crypto';
import { equal, is, ok } from 'uvu/assert';
import type { Recorded, StreamId } from '#domain/kernel/envelope.ts';
import { makeEventStore } from '#infra/eventstore/store.ts';
import { enginesOf, startApiBeside } from '../beside.ts';
import { type Hub, signedIn, startHub, temporaryFolder } from '../hub.ts';
import { startRelay } from '../relay.ts';
import { spec } from '../spec.ts';
import { until } from './processes.ts';

const MOVES_AT_ONCE = 12;
type Told = { readonly id: string; readonly revision: number; readonly position: string; readonly events: string[]; readonly code?: string };

spec('answers', (it, { setup, teardown }) => {
  const folder = temporaryFolder('hub-answers');
  let hub: Hub;
  let relay: Awaited<ReturnType<typeof startRelay>>;
  let store: ReturnType<typeof makeEventStore>;
  let coordinator: Awaited<ReturnType<typeof signedIn>>;
  const besides: Awaited<ReturnType<typeof startApiBeside>>[] = [];

  setup(async () => {
    hub = await startHub(folder.path);
    const { eventStore } = enginesOf(hub);
    store = makeEventStore({ url: eventStore });
    const { hostname: host, port } = new URL(eventStore.replace('esdb:', 'http:'));
    relay = await startRelay({ host, port: Number(port) });
    coordinator = await signedIn(hub, 'coordinator');
  });
  teardown(async () => {
    for (const one of besides) await one.stop();
    await relay?.close();
    await store?.close();
    await hub?.stop();
    folder.remove();
  });

  const beside = async () => {
    const one = await startApiBeside(hub, { EVENTSTORE_URL: `esdb://127.0.0.1:${relay.port}?tls=false` });
    besides.push(one);
    return one;
  };
  async function tell(address: string, path: string, body: object, headers: Record<string, string> = {}): Promise<{ status: number; body: Told }> {
    const all = { authorization: `Bearer ${coordinator.token}`, 'content-type': 'application/json', ...headers };
    const answer = await fetch(address + path, { method: 'POST', headers: all, body: JSON.stringify(body) });
    return { status: answer.status, body: (await answer.json()) as Told };
  }
  const patient = async () =>
    (await tell(hub.address, '/api/patients', { name: { given: ['Ayşe'], family: 'Işık' }, birthDate: '1980-01-02', sex: 'female' })).body.id;
  const openCase = async () => (await tell(hub.address, '/api/cases', { patientId: await patient(), procedure: { code: '1', text: 'Kalça' } })).body.id;
  async function eventsOf(slice: string, id: string): Promise<Recorded[]> {
    const stream: StreamId = { tenant: coordinator.tenant, slice, id };
    const events: Recorded[] = [];
    for await (const event of store.read(stream, { from: 0 })) events.push(event);
    return events;
  }

  it('a process killed after the append and before the answer: the retry, at another process, gets the answer that was lost', async () => {
    for (const hot of [true, false]) {
      const id = await openCase();
      const doomed = await beside();
      if (hot) is((await tell(doomed.address, `/api/cases/${id}/hold`, { reason: 'Tetkik' })).status, 200);
      if (hot) is((await tell(doomed.address, `/api/cases/${id}/resume`, { reason: 'Geldi' })).status, 200);
      const key = { 'idempotency-key': randomUUID() };
      relay.muteAt('CaseHeld');
      let answered = false;
      const lost = tell(doomed.address, `/api/cases/${id}/hold`, { reason: 'Bekliyor' }, key).then(
        () => (answered = true),
        () => undefined,
      );
      const before = hot ? 3 : 1;
      await until('the event is durable', async () => (await eventsOf('case', id)).length > before, 30_000);
      is(answered, false);
      doomed.kill();
      await lost;
      is(answered, false);
      relay.unmute();
      const held = (await eventsOf('case', id)).at(-1)!;
      const again = await tell(hub.address, `/api/cases/${id}/hold`, { reason: 'Bekliyor' }, key);
      equal([again.status, again.body], [200, { id, revision: held.revision, position: String(held.position), events: ['CaseHeld'] }]);
      equal(await tell(hub.address, `/api/cases/${id}/hold`, { reason: 'Bekliyor' }, key), again);
      is((await eventsOf('case', id)).length, before + 1);
    }
  });

  it('of two processes asked about one thing at once one wins and the others are told so', async () => {
    const [id, other] = [await openCase(), await beside()];
    const at = (n: number) => (n % 2 === 0 ? hub.address : other.address);
    const holds = await Promise.all(Array.from({ length: MOVES_AT_ONCE }, (_, n) => tell(at(n), `/api/cases/${id}/hold`, { reason: `${n}` })));
    const taken = holds.filter(({ status, body }) => status === 200 && body.events.length > 0);
    is(taken.length, 1);
    for (const { status, body } of holds) ok(status === 200 || (status === 409 && body.code === 'case.not-active'), JSON.stringify(body));
    equal(
      (await eventsOf('case', id)).map(({ type }) => type),
      ['CaseOpened', 'CaseHeld'],
    );
  });

  it('what does not contradict is all taken, in some order; of those that name one revision one is', async () => {
    const [id, other] = [await patient(), besides.at(-1)!];
    const at = (n: number) => (n % 2 === 0 ? hub.address : other.address);
    const amend = (n: number, headers?: Record<string, string>) => tell(at(n), `/api/patients/${id}/amend`, { phone: `+90 532 000 00 ${10 + n}` }, headers);
    const all = await Promise.all(Array.from({ length: MOVES_AT_ONCE }, (_, n) => amend(n)));
    for (const { status, body } of all) ok(status === 200 || (status === 409 && body.code === 'stream.conflict'), JSON.stringify(body));
    const done = all.filter(({ status }) => status === 200).map(({ body }) => body.revision);
    is(new Set(done).size, done.length);
    const { revision } = (await eventsOf('patient', id)).at(-1)!;
    is(Math.max(...done), revision);
    const pinned = await Promise.all(Array.from({ length: MOVES_AT_ONCE }, (_, n) => amend(n + 20, { 'if-match': `"${revision}"` })));
    equal(
      pinned.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, ...Array.from({ length: MOVES_AT_ONCE - 1 }, () => 412)],
    );
    is((await eventsOf('patient', id)).length, revision + 2);
  });
});
