// Which memberships a password or a session opens, and how they are shown to their holder.
import { HubError } from '#domain/kernel/errors.ts';
import { isAbsent } from '#domain/kernel/sealing.ts';
import type { Principal } from '#domain/kernel/route.ts';
import type { Account, AuthPorts, MemberKey, MemberRow, Session, TenantRow } from './ports.ts';

/** A membership that may be used now: it has a role and its tenant is not suspended. `locked`: only once its second factor was shown. */
export type Held = { readonly member: MemberRow; readonly tenant: TenantRow; readonly locked?: boolean; readonly account?: Account };
type Ports = Pick<AuthPorts, 'findMembers' | 'findTenants' | 'open' | 'verifyPassword'>;

/** The id of a membership's second factor: that of the event that enrolled it. */
export const factorOf = ({ factor }: MemberRow): string | undefined => factor?.secret.event;

const MOST_TENANTS = 16; // bounds the work one login may cause

/** Those of the memberships that may be used now. */
export async function usable(rows: readonly MemberRow[], ports: Pick<AuthPorts, 'findTenants'>): Promise<Held[]> {
  const withRole = rows.filter((row) => row.roles.length > 0);
  if (withRole.length === 0) return [];
  const tenants = new Map((await ports.findTenants(withRole.map((row) => row.tenant))).map((t) => [t.slug, t]));
  return withRole
    .flatMap((member) => {
      const tenant = tenants.get(member.tenant);
      return tenant && !tenant.suspended ? [{ member, tenant }] : [];
    })
    .toSorted((a, b) => (a.tenant.slug < b.tenant.slug ? -1 : 1));
}

/** The memberships of an e-mail key whose password this is. An unknown key costs one check too, so that answers take alike long. */
export async function matching(emailKey: string, password: string, ports: Ports): Promise<Held[]> {
  const rows = (await ports.findMembers(emailKey)).filter((row) => row.passwordHash).slice(0, MOST_TENANTS);
  if (rows.length === 0) {
    await ports.verifyPassword(undefined, password);
    return [];
  }
  const fits = await Promise.all(rows.map(async (row) => ports.verifyPassword(await hashOf(row, ports), password)));
  return usable(
    rows.filter((_, i) => fits[i]),
    ports,
  );
}

export async function hashOf(row: MemberRow, { open }: Pick<AuthPorts, 'open'>): Promise<string | undefined> {
  const [hash] = await open(row.tenant, [row.passwordHash!]);
  return typeof hash === 'string' ? hash : undefined;
}

const isSetBy = (event: string | undefined, { password, nextPassword }: Account): boolean =>
  event !== undefined && (event === password || event === nextPassword);

/** What is left of a session's memberships: removed members, suspended tenants and changed passwords fall away. */
export async function remaining(session: { emailKey: string; accounts: readonly Account[] }, ports: Ports): Promise<Held[]> {
  const rows = await ports.findMembers(session.emailKey);
  const kept = rows.filter((row) =>
    session.accounts.some((a) => a.tenant === row.tenant && a.memberId === row.memberId && isSetBy(row.passwordHash?.event, a)),
  );
  const all = await usable(kept, ports);
  return all.map((one) => {
    const account = session.accounts.find((a) => isOf(one, a))!;
    return { ...one, account, locked: one.member.factor !== undefined && account.factor !== factorOf(one.member) };
  });
}

const isOf = ({ member }: Held, account: MemberKey): boolean => account.tenant === member.tenant && account.memberId === member.memberId;

/** The accounts of a session that begins; `shown` is the membership whose second factor, if it has one, was shown. */
export const accountsOf = (all: readonly Held[], shown: Held, now: Date): Account[] =>
  all.map(({ member }) => {
    const account = { tenant: member.tenant, memberId: member.memberId, password: member.passwordHash!.event };
    const factor = factorOf(member);
    if (factor && member !== shown.member) return account;
    return { ...account, ...(factor && { factor }), provenAt: now.toISOString() };
  });
/** The same accounts once this membership was proven anew. */
export const provenIn = (accounts: readonly Account[], { member }: Held, now: Date): Account[] => {
  const factor = factorOf(member);
  return accounts.map((a) =>
    a.tenant === member.tenant && a.memberId === member.memberId ? { ...a, ...(factor && { factor }), provenAt: now.toISOString() } : a,
  );
};

/** The session of a request and the membership it came by. Throws when either is over. */
export async function ownHeld(who: Principal, ports: Ports & Pick<AuthPorts, 'sessions'>): Promise<{ session: Session; own: Held; all: readonly Held[] }> {
  const session = await ports.sessions.find(who.session);
  const all = session ? await remaining(session, ports) : [];
  const own = choose(all, who.tenant);
  if (!session || !own || own.locked) throw new HubError('unauthenticated', 'auth.session-ended', 'The session has ended; sign in again.');
  return { session, own, all };
}

/** Up to where in the log the membership is known. */
export const latest = ({ member, tenant }: Held): bigint => (member.position > tenant.position ? member.position : tenant.position);

/** The membership of that tenant, or the first when none was asked for. */
export const choose = (all: readonly Held[], tenant: string | undefined): Held | undefined => (tenant ? all.find((h) => h.tenant.slug === tenant) : all[0]);

/** The person and the tenants as `/api/me` and every sign-in answer show them. */
export async function profile(chosen: Held, all: readonly Held[], { open }: Ports) {
  const { member, tenant } = chosen;
  const [name, email] = await open(member.tenant, [member.name, member.email]);
  if (isAbsent(name) && isAbsent(email)) throw new HubError('unauthenticated', 'auth.session-ended', 'This member was erased.');
  return {
    member: { id: member.memberId, name, email, roles: member.roles },
    tenant: { slug: tenant.slug, name: tenant.name, kind: tenant.kind, locale: tenant.locale },
    tenants: all.map((h) => ({ slug: h.tenant.slug, name: h.tenant.name, kind: h.tenant.kind, roles: h.member.roles })),
  };
}
