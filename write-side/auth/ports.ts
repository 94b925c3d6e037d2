// What signing in needs from the world. infra/auth implements sessions, tokens and passwords; the members come from a view.
import type { Role } from '#domain/kernel/roles.ts';
import type { Open, Sealed } from '#domain/kernel/sealing.ts';

/** One membership: a person may be a member of several tenants under one e-mail address. */
export type MemberRow = {
  readonly tenant: string;
  readonly memberId: string;
  readonly roles: readonly Role[];
  readonly name: Sealed;
  readonly email: Sealed;
  readonly passwordHash?: Sealed;
  readonly patientId?: string;
};
export type TenantRow = {
  readonly slug: string;
  readonly name: string;
  readonly kind: 'clinic' | 'agency';
  readonly locale: string;
  readonly suspended: boolean;
};

/** A membership a session was opened for; `password` is the id of the event that set it, so a new password ends the session's hold. */
export type Account = { readonly tenant: string; readonly memberId: string; readonly password: string };
export type Session = { readonly id: string; readonly emailKey: string; readonly tenant: string; readonly accounts: readonly Account[] };
/** A session with its newest refresh token, which is shown once and stored only as a hash. */
export type Opened = { readonly session: Session; readonly refreshToken: string; readonly expiresAt: Date };

export type Sessions = {
  start(session: Omit<Session, 'id'>): Promise<Opened>;
  /** Exchanges a refresh token for its successor. A token that was exchanged before ends the whole session: somebody copied it. */
  rotate(refreshToken: string): Promise<Opened | 'unknown' | 'reused'>;
  /** Undefined when it ended or expired. */
  find(id: string): Promise<Session | undefined>;
  choose(id: string, tenant: string): Promise<void>;
  endByToken(refreshToken: string): Promise<void>;
};

/** Slows down guessing one person's password from many addresses. */
export type Attempts = {
  /** Throws `too-many` while the key must wait. */
  check(emailKey: string): Promise<void>;
  failed(emailKey: string): Promise<void>;
  passed(emailKey: string): Promise<void>;
};

export type Claims = {
  readonly tenant: string;
  readonly memberId: string;
  readonly roles: readonly Role[];
  readonly patientId?: string;
  readonly session: string;
};
export type AuthPorts = {
  /** The hub-wide keyed digest under which `MemberInvited` stores an e-mail address. */
  readonly emailKey: (email: string) => string;
  /** Memberships in all tenants; members without a role may be left out. */
  readonly findMembers: (emailKey: string) => Promise<readonly MemberRow[]>;
  readonly findTenants: (slugs: readonly string[]) => Promise<readonly TenantRow[]>;
  readonly open: Open;
  /** With no hash it does the same work and answers false. */
  readonly verifyPassword: (hash: string | undefined, password: string) => Promise<boolean>;
  readonly issue: (claims: Claims) => Promise<{ accessToken: string; expiresIn: number }>;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  /** The hub's public origin such as `https://hub.example`; unset, a request's own Host decides. */
  readonly origin?: string;
};
