// The commands, reactors and deadlines of the hub over a store in memory, with a clock that is set: for stories that cross slices.
import { deadlines } from '../../domain/deadlines.ts';
import { slices } from '../../domain/index.ts';
import type { DeadlineChange } from '../../domain/kernel/deadline.ts';
import { isRejection } from '../../domain/kernel/decider.ts';
import type { Recorded } from '../../domain/kernel/envelope.ts';
import { rightsOf, type Role } from '../../domain/kernel/roles.ts';
import type { Answer, RouteRequest } from '../../domain/kernel/route.ts';
import { basisStream } from '../../write-side/basis/routes.ts';
import { careReactors, careRoutes } from '../../write-side/care.ts';
import { caseRoutes } from '../../write-side/case/routes.ts';
import { commerceReactors, commerceRoutes } from '../../write-side/commerce.ts';
import { caseFlags } from '../../write-side/case/reactor.ts';
import { permits } from '../../write-side/index.ts';
import { makeLawful } from '../../write-side/consent/lawful.ts';
import { makeDispatch } from '../../write-side/kernel/dispatch.ts';
import { derivedId } from '../../write-side/kernel/ids.ts';
import { handle } from '../../write-side/kernel/reactor.ts';
import { as } from './given.ts';
import { makeMemoryStore, pretendOpen, pretendSeal } from './memory-store.ts';

export const tenant = 'acme';
export const [PATIENT, CASE, MEMBER] = [1, 2, 3].map((n) => `0190d0c0-0000-7000-8000-00000000000${n}`) as [string, string, string];
const reactors = [caseFlags, ...careReactors, ...commerceReactors()];
type Asked = { role?: Role; params?: object; body?: object; patientId?: string };
type Called = Answer & { body: { code?: string; id?: string; events?: string[] } };

export function careHub({ kind = 'clinic' }: { kind?: 'clinic' | 'agency' } = {}) {
  const store = makeMemoryStore();
  let now = '2026-01-01T00:00:00.000Z';
  let count = 0;
  const dispatch = makeDispatch({ store, seal: pretendSeal, open: pretendOpen, slices, permits, lawful: makeLawful(store), now: () => new Date(now) });
  const tenantDigest = async (of: string, purpose: string, value: string) => derivedId(of, purpose, value).replaceAll('-', '');
  const deps = { dispatch, store, open: pretendOpen };
  const routes = [...careRoutes(deps), ...caseRoutes(deps), ...commerceRoutes({ ...deps, tenantDigest, now: () => new Date(now) })];
  const parked: string[] = [];

  const meta = { tenant, actor: as('x'), correlationId: '', causationId: '', schema: 1, occurredAt: now, subject: PATIENT };
  const there = (slice: string, id: string, type: string, data: object) =>
    store.append({ tenant, slice, id }, [{ id: derivedId(slice, id), type, data, meta }], 'any');
  const registered = there('tenant', tenant, 'TenantRegistered', { slug: tenant, kind, name: 'A', locale: 'tr', timezone: 'UTC' });

  /** Each event so far goes to each reactor twice, as a persistent subscription may do. */
  async function react(): Promise<void> {
    for (let i = 0; i < store.log.length; i += 1) {
      const event = store.log[i]!;
      for (const reactor of reactors.filter(({ types }) => types.includes(event.type)))
        for (const attempt of [1, 2]) {
          const ends = { ack: async () => {}, retry: async () => {}, park: async (why: string) => void parked.push(`${reactor.name} ${event.type} ${why}`) };
          await handle(reactor, { dispatch }, { event, attempt, ...ends });
        }
    }
  }
  /** What is open now, as the view of deadlines folds it. */
  function due() {
    const open = new Map<string, { event: Recorded; at: string; command: { type: string; data: unknown } }>();
    for (const event of store.log) {
      const { set = [], end = [] }: DeadlineChange = deadlines[event.type]?.(event) ?? {};
      const of = `${event.stream.slice}-${event.stream.id} `;
      for (const key of [...open.keys()]) if (key.startsWith(of) && (end === 'all' || end.includes(key.slice(of.length)))) open.delete(key);
      for (const { name, at, command } of set) open.set(of + name, { event, at, command });
    }
    return [...open].map(([key, one]) => ({ key, ...one })).sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  }
  return {
    store,
    dispatch,
    parked,
    react,
    due,
    at: (time: string) => void (now = time),
    types: (slice: string) => store.log.filter((e) => e.stream.slice === slice).map(({ type }) => type),
    last: (slice: string) => store.log.findLast((e) => e.stream.slice === slice),
    /** `POST /api/…` with the path as it is declared. */
    async call(path: string, { role = 'doctor', params = { id: CASE }, body = {}, patientId }: Asked = {}): Promise<Called> {
      const route = routes.find((r) => r.path === path);
      if (!route) throw new Error(`no route ${path}`);
      if (!(route.roles as readonly Role[]).includes(role)) throw new Error(`${role} may not call ${path}`);
      const request = {
        who: { tenant, memberId: MEMBER, roles: [role], rights: rightsOf([role]), session: 's', ...(patientId && { patientId }) },
        actor: as(role, role === 'patient' ? 'patient' : 'staff'),
        params: route.params ? route.params.parse(params) : {},
        query: {},
        headers: {},
        correlationId: 'c',
        commandId: `command-${(count += 1)}`,
        body: route.body ? route.body.parse(body) : undefined,
      };
      const answer = (await route.handle(request as unknown as RouteRequest as never)) as Called;
      await react();
      return answer;
    },
    /** Lets time go by: every deadline acts at its time, and the reactors after it. */
    async until(time: string): Promise<void> {
      for (let [next] = due(); next && Date.parse(next.at) <= Date.parse(time); [next] = due()) {
        now = next.at;
        const { stream, id, meta } = next.event;
        const cause = { id: derivedId('deadline', next.key, id), actor: as('deadline', 'system'), correlationId: meta.correlationId };
        const outcome = await dispatch(stream, next.command, cause);
        if (isRejection(outcome)) throw new Error(`${next.key}: ${outcome.rejected}`);
        await react();
      }
      now = time;
    },
    /** A patient, and a case whose doctor said yes. */
    async opened(procedure = { code: '428119001', text: 'Sleeve' }): Promise<void> {
      await registered;
      const give = (slice: string, id: string, command: { type: string; data: unknown }, role = 'doctor') =>
        dispatch({ tenant, slice, id }, command, { id: `seed-${(count += 1)}`, actor: as(role), correlationId: 'c' });
      await there('patient', PATIENT, 'PatientRegistered', { fingerprint: 'ab'.repeat(8), language: 'de', resource: {} });
      if (kind === 'agency')
        await give('basis', basisStream(tenant).id, { type: 'DeclareBasis', data: { basis: 'law', statement: 'Yetki belgesi uyarınca kayıt.' } }, 'admin');
      await give('case', CASE, { type: 'OpenCase', data: { patientId: PATIENT, procedure } });
      for (const to of ['intake', 'review']) await give('case', CASE, { type: 'AdvanceCase', data: { to } });
      await give('case', CASE, { type: 'AdvanceCase', data: { to: 'offer', evaluation: { decision: 'eligible' } } });
      await react();
    },
  };
}
