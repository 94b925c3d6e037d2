// Fills an empty hub with two demo tenants, a member of each role and synthetic patients, through the same commands everybody uses.
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRejection } from '#domain/kernel/decider.ts';
import type { Command } from '#domain/kernel/dispatch.ts';
import type { Actor, StreamId } from '#domain/kernel/envelope.ts';
import { ROLES, type Role } from '#domain/kernel/roles.ts';
import { makeEmailKey } from '#infra/auth/email-key.ts';
import { hashPassword } from '#infra/auth/password.ts';
import { readPosted } from '#write-side/fhir/bundle.ts';
import { makeRecord } from '#write-side/fhir/record.ts';
import { reportOf } from '#write-side/fhir/result.ts';
import { basisStream } from '#write-side/basis/routes.ts';
import { derivedId } from '#write-side/kernel/ids.ts';
import { memberStream } from '#write-side/member/routes.ts';
import { tenantStream } from '#write-side/tenant/routes.ts';
import { type DemoTenant, demoTenants } from './demo/tenants.ts';
import type { Foundation } from './foundation.ts';
import { PLATFORM } from './platform.ts';
import type { Login } from './ready.ts';

export const DEMO_PASSWORD = 'synchron-demo';
/** The demo is there to be tried and measured, not to be the smallest plan. */
const DEMO_LIMITS = { memberPerHour: 1_000_000, tenantPerDay: 100_000_000, inboundPerMinute: 1_000_000 };
const DEMO_BASIS = { basis: 'law', statement: 'Gösterim verileri: kişiler uydurmadır, yetki belgesi varsayılmıştır.' } as const;
const SYSTEM: Actor = { id: 'demo', kind: 'system', role: 'system' };

type Seed = {
  /** Gives a command once, however often the seed runs: its id is fixed by what it is about. */
  give(about: string, to: StreamId, command: Command, actor?: Actor): Promise<void>;
  importBundle(tenant: string, about: string, bundle: object): Promise<string>;
  readonly emailKey: (email: string) => string;
  readonly passwordHash: string;
};

function makeSeed({ dispatch, store, sealing, secrets }: Foundation, passwordHash: string): Seed {
  const record = makeRecord({ dispatch, store, fingerprint: sealing.fingerprint, tenantDigest: sealing.tenantDigest });
  const cause = (about: string, actor = SYSTEM) => ({ id: derivedId('demo', about), actor, correlationId: derivedId('demo', 'seed') });
  return {
    emailKey: makeEmailKey(secrets.email),
    passwordHash,
    async give(about, to, command, actor) {
      const outcome = await dispatch(to, command, cause(about, actor));
      if (isRejection(outcome)) throw new Error(`the demo's ${about} was refused: ${outcome.rejected}`);
    },
    async importBundle(tenant, about, bundle) {
      const imported = await record(tenant, readPosted(bundle), cause(`${tenant}/${about}`));
      const { rejected } = reportOf(imported);
      const patient = imported.results.find((r) => r.type === 'Patient')?.id;
      if (rejected.length > 0 || !patient) throw new Error(`the demo's ${about} was refused: ${rejected.map((r) => r.diagnostics).join('; ')}`);
      return patient;
    },
  };
}

/** The e-mail of a demo member: one a role and tenant, except a person who belongs to both. */
const emailOf = ({ slug, shared }: DemoTenant, role: Role) => shared[role] ?? `${role}@${slug}.example`;
/** Operators belong to the platform, not to a tenant. */
const TENANT_ROLES = ROLES.filter((role) => role !== 'operator');

async function seedMembers(seed: Seed, tenant: DemoTenant, patientId: string | undefined): Promise<Login[]> {
  const logins: Login[] = [];
  for (const role of TENANT_ROLES) {
    const email = emailOf(tenant, role);
    const bound = role === 'patient' || role === 'companion' ? { patientId } : {};
    const person = { email, emailKey: seed.emailKey(email), name: tenant.names[role] ?? role, roles: [role], passwordHash: seed.passwordHash, ...bound };
    await seed.give(`${tenant.slug}/member/${role}`, memberStream(tenant.slug, person.emailKey), { type: 'InviteMember', data: person });
    logins.push({ email, password: DEMO_PASSWORD, tenant: tenant.slug, role });
  }
  return logins;
}

/** Cases that stand in review, so that there is something to decide at the first sign-in. */
async function seedCases(seed: Seed, tenant: DemoTenant, patients: ReadonlyMap<string, string>): Promise<void> {
  const coordinator: Actor = { id: memberStream(tenant.slug, seed.emailKey(emailOf(tenant, 'coordinator'))).id, kind: 'staff', role: 'coordinator' };
  for (const { key, case: planned } of tenant.patients) {
    if (!planned) continue;
    const about = `${tenant.slug}/case/${key}`;
    const to = { tenant: tenant.slug, slice: 'case', id: derivedId('demo', about) };
    await seed.give(about, to, { type: 'OpenCase', data: { patientId: patients.get(key)!, procedure: planned.procedure } }, coordinator);
    for (const stage of planned.stages) await seed.give(`${about}/${stage}`, to, { type: 'AdvanceCase', data: { to: stage } }, coordinator);
  }
}

async function seedTenant(seed: Seed, tenant: DemoTenant): Promise<Login[]> {
  const { slug, name, kind, locale, timezone } = tenant;
  await seed.give(`${slug}/tenant`, tenantStream(slug), { type: 'RegisterTenant', data: { slug, name, kind, locale, timezone } });
  await seed.give(`${slug}/limits`, tenantStream(slug), { type: 'SetTenantLimits', data: DEMO_LIMITS });
  if (kind === 'agency') await seed.give(`${slug}/basis`, basisStream(slug), { type: 'DeclareBasis', data: DEMO_BASIS });
  const patients = new Map<string, string>();
  for (const { key, bundle } of tenant.patients) patients.set(key, await seed.importBundle(slug, key, bundle));
  const logins = await seedMembers(seed, tenant, [...patients.values()][0]);
  await seedCases(seed, tenant, patients);
  return logins;
}

async function seedOperator(seed: Seed): Promise<Login[]> {
  await seed.give('platform', tenantStream(PLATFORM.slug), { type: 'RegisterTenant', data: PLATFORM });
  await seed.give('platform/limits', tenantStream(PLATFORM.slug), { type: 'SetTenantLimits', data: DEMO_LIMITS });
  const email = `operator@${PLATFORM.slug}.example`;
  const person = { email, emailKey: seed.emailKey(email), name: 'Operator', roles: ['operator'], passwordHash: seed.passwordHash };
  await seed.give('platform/operator', memberStream(PLATFORM.slug, person.emailKey), { type: 'InviteMember', data: person });
  return [{ email, password: DEMO_PASSWORD, tenant: PLATFORM.slug, role: 'operator' }];
}

/** A seed that a crash cut short is taken up again: `demo.part` says that one began, `demo.json` that it ended. */
export async function seedDemo(base: Foundation, data: string, say: (line: string) => void): Promise<void> {
  const [part, whole] = [join(data, 'demo.part'), join(data, 'demo.json')];
  if (existsSync(whole) || (!existsSync(part) && (await base.store.head()) !== undefined)) return;
  if (!existsSync(part)) writeFileSync(part, new Date().toISOString(), { mode: 0o600 });
  const seed = makeSeed(base, await hashPassword(DEMO_PASSWORD));
  const tenants = demoTenants(new Date());
  const logins = (await Promise.all([...tenants.map((tenant) => seedTenant(seed, tenant)), seedOperator(seed)])).flat();
  writeFileSync(`${whole}.new`, `${JSON.stringify({ logins }, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${whole}.new`, whole);
  rmSync(part);
  say(`demo: ${tenants.map((t) => t.name).join(', ')}`);
}
