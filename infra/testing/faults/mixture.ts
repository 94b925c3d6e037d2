// Random work of two tenants at once, each also asking for what belongs to the other, and every answer searched for what it may not hold.
import { randomUUID } from 'node:crypto';
import { ROLES, type Role } from '#domain/kernel/roles.ts';
import { at, type Document, type Operation, operationsOf, pathOf } from './doubtful.ts';
import type { makePrincipals } from './principals.ts';
import type { Got, Raw } from './raw.ts';
import { sample } from './schema.ts';

export const TENANTS = ['klinik', 'ajans'] as const;
export type Tenant = (typeof TENANTS)[number];
/** What belongs to a tenant: ids with their slices, words that only its records hold, and cursors of its lists. */
export type Owned = { readonly ids: Map<string, string>; readonly words: readonly string[]; readonly cursors: string[] };
export type Asked = { readonly tenant: Tenant; readonly role: Role; readonly request: string; readonly status: number };
export type Mixture = {
  readonly leaks: string[];
  readonly statuses: Record<string, number>;
  /** Answers 200 or 201 by tenant, so that a test knows that something was there to leak. */
  readonly taken: Record<Tenant, number>;
  one(): Promise<void>;
};
type Deps = {
  readonly raw: Raw;
  readonly document: Document;
  readonly principals: Awaited<ReturnType<typeof makePrincipals>>;
  readonly owned: Readonly<Record<Tenant, Owned>>;
  readonly random: () => number;
};

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;
const other = (tenant: Tenant): Tenant => (tenant === 'klinik' ? 'ajans' : 'klinik');
/** `/api/cases/…` → `case`. */
const sliceOf = (path: string): string => path.split('/')[2]?.replace(/s$/, '') ?? '';
/** Where a tenant's own list hands out cursors. */
const isList = ({ method, parameters }: Operation) => method === 'GET' && parameters.some((p) => p.name === 'cursor');
/** What would end sessions or tenants, or is for anybody. */
const isLeftOut = ({ path }: Operation) => /^\/api\/(auth|tenants)|metadata|chat/.test(path);

export function makeMixture({ raw, document, principals, owned, random }: Deps): Mixture {
  const operations = operationsOf(document).filter((operation) => !isLeftOut(operation));
  const core = operations.filter(({ path }) => /^\/api\/(patients|cases|recommendations|members)/.test(path));
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const tokens = new Map<string, Promise<string>>();
  const leaks: string[] = [];
  const statuses: Record<string, number> = {};
  const taken: Record<Tenant, number> = { klinik: 0, ajans: 0 };

  /** Mostly one of the slice that belongs there, sometimes any. */
  function idOf(tenant: Tenant, slice: string): string {
    const ids = [...owned[tenant].ids];
    const fitting = ids.filter(([, its]) => its === slice);
    return pick(fitting.length > 0 && random() < 0.85 ? fitting : ids)[0];
  }

  function token(tenant: Tenant, role: Role): Promise<string> {
    const key = `${tenant}/${role}`;
    const patientId = role === 'patient' || role === 'companion' ? idOf(tenant, 'patient') : undefined;
    if (!tokens.has(key)) tokens.set(key, principals.token({ tenant, roles: [role], patientId, memberId: randomUUID() }));
    return tokens.get(key)!;
  }

  /** Path, query and body, with ids of either tenant wherever one belongs. */
  function request(operation: Operation, tenant: Tenant, whose: Tenant): { path: string; body?: string; sentIds: string[] } {
    const path = pathOf(operation, operation.path.startsWith('/fhir') ? {} : { id: idOf(whose, sliceOf(operation.path)) });
    const query = new URLSearchParams();
    if (isList(operation)) {
      query.set('limit', String(1 + Math.floor(random() * 5)));
      if (random() < 0.5 && owned[whose].cursors.length > 0) query.set('cursor', pick(owned[whose].cursors));
      if (random() < 0.3 && operation.parameters.some((p) => p.name === 'caseId')) query.set('caseId', idOf(whose, 'case'));
    }
    const shape = operation.body && (sample(operation.body, at(document)) as Record<string, unknown>);
    for (const key of Object.keys(shape ?? {})) {
      if (/Id$/.test(key)) shape![key] = idOf(whose, key.slice(0, -2));
      if (/serial/i.test(key)) shape![key] = randomUUID(); // one in the whole hub
      if (key === 'name') shape![key] = { given: [owned[tenant].words[0]!], family: 'Kanarya' };
    }
    const body = operation.path.startsWith('/fhir')
      ? JSON.stringify({ resourceType: 'Condition', subject: { reference: `Patient/${idOf(whose, 'patient')}` } })
      : shape && JSON.stringify(shape);
    const whole = `${path}${query.size > 0 ? `?${query.toString()}` : ''}`;
    return { path: whole, body, sentIds: `${whole} ${body ?? ''}`.match(UUID) ?? [] };
  }

  /** What of the other tenant the answer holds, apart from what the asker itself had sent. */
  function leaksIn(got: Got, tenant: Tenant, sentIds: readonly string[]): string[] {
    const theirs = owned[other(tenant)];
    const found = new Set(got.text.match(UUID) ?? []);
    const ids = [...found].filter((id) => theirs.ids.has(id) && !sentIds.includes(id));
    return [...ids, ...theirs.words.filter((word) => got.text.includes(word))];
  }

  /** Something of the other tenant has to be answered like something that does not exist; an empty list may be the answer to both. */
  async function likeNothing(
    operation: Operation,
    path: string,
    sent: { headers: Record<string, string>; body?: string; whose: Tenant; tenant: Tenant },
  ): Promise<boolean> {
    if (sent.whose === sent.tenant || !operation.path.includes('{id}')) return true;
    const nobody = path.replace(UUID, randomUUID());
    const ask = (where: string) => raw.send({ method: operation.method, path: where, headers: sent.headers, body: sent.body });
    const [theirs, nothing] = await Promise.all([ask(path), ask(nobody)]);
    return theirs.status === nothing.status && theirs.text.replaceAll(UUID, '') === nothing.text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '');
  }

  function learn(got: Got, operation: Operation, tenant: Tenant): void {
    if (!got.text.startsWith('{')) return; // a page, a list or a file
    const { id, next } = JSON.parse(got.text) as { id?: string; next?: string };
    if (operation.method === 'POST' && id && !operation.path.includes('{')) owned[tenant].ids.set(id, sliceOf(operation.path));
    if (next) owned[tenant].cursors.push(next);
  }

  return {
    leaks,
    statuses,
    taken,
    async one() {
      const operation = pick(random() < 0.5 ? core : operations);
      const tenant = pick(TENANTS);
      const role = pick(Array.isArray(operation.roles) ? (operation.roles as Role[]) : ROLES);
      const whose = random() < 0.4 ? other(tenant) : tenant;
      const { path, body, sentIds } = request(operation, tenant, whose);
      const headers = { authorization: `Bearer ${await token(tenant, role)}`, ...(body && { 'content-type': 'application/json' }) };
      const got = await raw.send({ method: operation.method, path, body, headers });
      statuses[got.status] = (statuses[got.status] ?? 0) + 1;
      for (const leak of leaksIn(got, tenant, sentIds)) leaks.push(`${tenant} ${role} ${operation.method} ${path} (${got.status}) held ${leak}`);
      if (got.status >= 500) leaks.push(`${operation.method} ${path} answered ${got.status}: ${got.text.slice(0, 200)}`);
      if (got.status < 300) {
        taken[tenant] += 1;
        learn(got, operation, tenant);
        const same = await likeNothing(operation, path, { headers, body, whose, tenant });
        if (!same) leaks.push(`${tenant} ${role} ${operation.method} ${path} was taken: ${got.status} ${got.text.slice(0, 200)}`);
      }
    },
  };
}
