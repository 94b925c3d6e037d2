// Two tenants at work on one hub, over HTTP and sockets, each reaching for what is the other's.
import { io, type Socket } from 'socket.io-client';
import { equal, is, ok } from 'uvu/assert';
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { Role } from '#domain/kernel/roles.ts';
import { makeEventStore } from '#infra/eventstore/store.ts';
import { enginesOf } from '../beside.ts';
import { type Hub, startHub, temporaryFolder } from '../hub.ts';
import { spec } from '../spec.ts';
import type { Document } from './doubtful.ts';
import { makeMixture, type Mixture, type Owned, type Tenant, TENANTS } from './mixture.ts';
import { makePrincipals } from './principals.ts';
import { makeRaw } from './raw.ts';
import { quiet, readLog } from './verify.ts';

const OPERATIONS = process.env.HUB_FAULTS === 'long' ? 20_000 : 1_500;
const AT_ONCE = 8;
type Heard = { readonly tenant: Tenant; readonly role: Role; readonly socket: Socket; readonly from: bigint; readonly events: { position: string }[] };

/** That somebody read something is no news for a screen, and what is found about people is for those who review it. */
const UNHEARD: ReadonlySet<string> = new Set(['disclosure', 'finding']);

spec('two tenants', (it, { setup, teardown }) => {
  const folder = temporaryFolder('hub-tenants');
  let hub: Hub;
  let raw: ReturnType<typeof makeRaw>;
  let store: ReturnType<typeof makeEventStore>;
  let principals: Awaited<ReturnType<typeof makePrincipals>>;
  let mixture: Mixture;
  let owned: Record<Tenant, Owned>;
  const hearing: Heard[] = [];

  const idsOf = (events: readonly Recorded[], tenant: Tenant) =>
    new Map(events.filter((e) => e.stream.tenant === tenant && e.stream.slice !== 'tenant').map((e) => [e.stream.id, e.stream.slice]));
  async function hear(tenant: Tenant, role: Role): Promise<Heard> {
    const token = await principals.token({ tenant, roles: [role] });
    const socket = io(`${hub.address}/live`, { transports: ['websocket'], auth: { token }, forceNew: true });
    const events: { position: string }[] = [];
    socket.on('event', (event: { position: string }) => events.push(event));
    const { cursor } = await new Promise<{ cursor: string }>((resolve, fail) => socket.once('hello', resolve).once('connect_error', fail));
    return { tenant, role, socket, from: BigInt(cursor), events };
  }

  setup(async () => {
    hub = await startHub(folder.path);
    raw = makeRaw(hub.address);
    principals = await makePrincipals(hub.data);
    store = makeEventStore({ url: enginesOf(hub).eventStore });
    await quiet(hub.address, store, enginesOf(hub).eventStore);
    const events = await readLog(store);
    const owns = (tenant: Tenant): Owned => ({ ids: idsOf(events, tenant), words: [`Yalnız${tenant}`], cursors: [] });
    owned = { klinik: owns('klinik'), ajans: owns('ajans') };
    for (const tenant of TENANTS) for (const role of ['coordinator', 'doctor', 'admin', 'agency', 'analyst'] as const) hearing.push(await hear(tenant, role));
    const document = JSON.parse((await raw.send({ method: 'GET', path: '/openapi.json' })).text) as Document;
    mixture = makeMixture({ raw, document, principals, owned, random: Math.random });
  });
  teardown(async () => {
    for (const { socket } of hearing) socket.disconnect();
    raw?.close();
    await store?.close();
    await hub?.stop();
    folder.remove();
  });

  it(`${OPERATIONS} mixed operations at once show and change nothing of the other`, async () => {
    let left = OPERATIONS;
    const work = async () => {
      while (left-- > 0) await mixture.one();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    console.log(JSON.stringify({ statuses: mixture.statuses, taken: mixture.taken }));
    equal(mixture.leaks.slice(0, 10), []);
    for (const tenant of TENANTS) ok(mixture.taken[tenant] > OPERATIONS / 20, `${tenant} was let do too little to prove anything`);
  });

  it('every event stands in the tenant of whoever caused it, and speaks of no other tenant’s things', async () => {
    const events = await readLog(store);
    const all = { klinik: idsOf(events, 'klinik'), ajans: idsOf(events, 'ajans') };
    const strange = events.flatMap(({ stream, meta, data, type }) => {
      const theirs = stream.tenant === 'klinik' ? all.ajans : all.klinik;
      const named = (JSON.stringify(data).match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []).filter((id) => theirs.has(id));
      return meta.tenant !== stream.tenant || named.length > 0 ? [`${type} of ${stream.tenant}.${stream.slice}-${stream.id} names ${named.join()}`] : [];
    });
    equal(strange, []);
  });

  it('every socket hears of its own tenant only, a coordinator of all of it, an analyst of nothing', async () => {
    await quiet(hub.address, store, enginesOf(hub).eventStore);
    const events = await readLog(store);
    const tenantAt = new Map(events.map(({ position, stream }) => [String(position), stream.tenant]));
    for (const { tenant, role, events: heard } of hearing) {
      equal(heard.filter(({ position }) => tenantAt.get(position) !== tenant).slice(0, 3), [], `${tenant} ${role}`);
      is(new Set(heard.map((event) => event.position)).size, heard.length, `${tenant} ${role} heard something twice`);
    }
    for (const tenant of TENANTS) {
      const of = (role: Role) => hearing.find((h) => h.tenant === tenant && h.role === role)!;
      const there = events
        .filter(({ stream, position }) => stream.tenant === tenant && position > of('coordinator').from && !UNHEARD.has(stream.slice))
        .map((event) => String(event.position));
      ok(there.length > OPERATIONS / 100);
      equal(
        of('coordinator').events.map((event) => event.position),
        there,
      );
      equal(of('analyst').events, []);
    }
  });

  it('nobody may watch a case of the other tenant', async () => {
    const answers = hearing.flatMap(({ tenant, socket }) =>
      [...owned[tenant === 'klinik' ? 'ajans' : 'klinik'].ids]
        .filter(([, slice]) => slice === 'case')
        .slice(0, 5)
        .map(([caseId]) => socket.timeout(5_000).emitWithAck('join', { room: `case:${caseId}` }) as Promise<{ code?: string }>),
    );
    ok(answers.length > 5);
    for (const { code } of await Promise.all(answers)) is(code, 'case.unknown');
  });
});
