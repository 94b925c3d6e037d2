// Signing in with every port in memory, on the real routes; passwords stand in for their hashes.
import { HubError } from '../../domain/kernel/errors.ts';
import type { Answer, RouteRequest } from '../../domain/kernel/route.ts';
import { rightsOf } from '../../domain/kernel/roles.ts';
import { type Sealed, SHREDDED } from '../../domain/kernel/sealing.ts';
import { commandMark, eventId } from '../../write-side/kernel/ids.ts';
import type { AuthPorts, Claims, Mail, MemberRow, Opened, Session, TenantRow } from '../../write-side/auth/ports.ts';
import { authRoutes } from '../../write-side/auth/routes.ts';

export const sealed = (value: string, event = value): Sealed => ({ $sealed: value, subject: 's', event, field: 'f' });
export const row = (tenant: string, password: string, more: Partial<MemberRow> = {}): MemberRow => ({
  tenant,
  memberId: `${tenant}-m1`,
  roles: ['nurse'],
  name: sealed('Ada'),
  email: sealed('ada@x.io'),
  passwordHash: sealed(password, `${tenant}-set-${password}`),
  position: 5n,
  ...more,
});

export const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
/** A code of this moment; what real ones are is tested where they are made. */
const codeOf = (_secret: string, at: Date) => String(Math.floor(at.getTime() / 30_000) % 1_000_000).padStart(6, '0');
export const factor = (tenant = 'acme') => ({ secret: sealed(SECRET, `${tenant}-factor`), recovery: sealed(['h(aaaaa-bbbbb)'] as never, `${tenant}-factor`) });

/** The ports in memory; passwords stand in for their hashes. */
export function world(rows: MemberRow[]) {
  const members = rows;
  const tenants: Record<string, TenantRow> = {};
  const sessions = new Map<string, Session>();
  const verified: (string | undefined)[] = [];
  const failures: string[] = [];
  const mails = new Map<string, Mail>();
  const issued: Claims[] = [];
  const spent = new Set<string>();
  let now = new Date('2026-03-01T10:00:00Z');
  const set: { tenant: string; by: string; password: string; event: string }[] = [];
  const shredded = new Set<string>();
  const opened = (session: Session): Opened => ({ session, refreshToken: `${session.id}-${'r'.repeat(40)}`, expiresAt: new Date('2030-01-01') });
  const byToken = (token: string) => sessions.get(token.slice(0, 2));
  const ports: AuthPorts = {
    emailKey: (email) => email.toLowerCase(),
    findMembers: async (key) => (key === 'ada@x.io' ? members : []),
    findTenants: async (slugs) =>
      slugs.map((slug) => tenants[slug] ?? { slug, name: slug.toUpperCase(), kind: 'clinic', locale: 'tr', suspended: false, position: 3n }),
    open: async (_tenant, values) => values.map((v) => (shredded.has(v.$sealed) ? SHREDDED : v.$sealed)),
    verifyPassword: async (hash, password) => {
      verified.push(hash);
      return hash === password;
    },
    now: () => now,
    factors: {
      make: () => ({ secret: SECRET, uri: 'otpauth://totp/x', qr: '<svg/>' }),
      stepOf: (secret, code) => (code === codeOf(secret, now) ? Math.floor(now.getTime() / 30_000) : undefined),
      recoveryCodes: () => ({ codes: ['aaaaa-bbbbb'], hashes: ['h(aaaaa-bbbbb)'] }),
      hashOf: (code) => `h(${code})`,
      spend: async (factor, mark) => !spent.has(`${factor} ${mark}`) && spent.add(`${factor} ${mark}`) !== undefined,
      recovered: async () => [...spent].filter((mark) => mark.includes('recovery')).length,
    },
    outbox: {
      add: async (mail) => void mails.set(mail.id, mail),
      redeem: async (token, use) => use([...mails.values()].at(-1)!, token),
    },
    hashPassword: async (password) => password,
    dispatch: async (to, { data }, { id, actor }) => {
      set.push({ tenant: to.tenant, by: actor.id, password: (data as { passwordHash: string }).passwordHash, event: eventId(commandMark(id, to), 0) });
      return { revision: 1, events: ['PasswordSet'], repeated: false };
    },
    exchange: async () => Promise.reject(new Error('no devices here')),
    issue: async (claims) => {
      issued.push(claims);
      return { accessToken: `token-${claims.tenant}`, expiresIn: 600 };
    },
    sessions: {
      start: async (session) => {
        const made = { id: `s${sessions.size}`, ...session };
        sessions.set(made.id, made);
        return opened(made);
      },
      rotate: async (token) => {
        const session = byToken(token);
        return session ? opened(session) : 'unknown';
      },
      find: async (id) => sessions.get(id),
      hold: async (id, accounts) => void sessions.set(id, { ...sessions.get(id)!, accounts }),
      list: async () => [],
      end: async (_of, which) => {
        const gone = [...sessions.keys()].filter((id) => ('id' in which ? id === which.id : id !== which.except));
        for (const id of gone) sessions.delete(id);
        return gone.length;
      },
      choose: async (id, tenant) => void sessions.set(id, { ...sessions.get(id)!, tenant }),
      endByToken: async (token) => void sessions.delete(token.slice(0, 2)),
    },
    attempts: {
      begin: async (key) => {
        if (failures.filter((f) => f === key).length >= 3) throw new HubError('too-many', 'auth.slow-down', 'wait');
        failures.push(key);
      },
      passed: async () => void failures.splice(0),
    },
  };
  const routes = authRoutes(ports);
  const call = (path: string, body: unknown = {}, more: Partial<RouteRequest> = {}): Promise<Answer> => {
    const asked = routes.filter((r) => r.path === path);
    const route = asked.find((r) => (body === null) === (r.method === 'get')) ?? asked[0]!;
    return route.handle({ headers: {}, ...more, body: route.body ? route.body.parse(body) : undefined } as never);
  };
  return {
    call,
    members,
    tenants,
    sessions,
    verified,
    issued,
    shredded,
    set,
    mails,
    failures,
    later: (ms: number) => (now = new Date(now.getTime() + ms)),
    code: () => codeOf(SECRET, now),
  };
}
export type Signed = {
  accessToken: string;
  refreshToken?: string;
  tenant: { slug: string };
  tenants: { slug: string }[];
  member: { id: string; name: string; roles: string[] };
};
export const credentials = { email: 'Ada@x.io', password: 'right' };
export const signed = (answer: Answer) => answer.body as Signed;
export const refusal = (call: Promise<unknown>) =>
  call.then(
    () => 'none',
    (error: HubError) => error.code,
  );
export const who = (tenant: string, session: string) => ({ tenant, memberId: `${tenant}-m1`, roles: ['nurse'] as const, rights: rightsOf(['nurse']), session });
