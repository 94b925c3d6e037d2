// What signing in needs from the world. infra/auth implements sessions, tokens and passwords; the members come from a view.
import type { Dispatch } from '#domain/kernel/dispatch.ts';
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
  readonly factor?: { readonly secret: Sealed; readonly recovery: Sealed };
  readonly patientId?: string;
  /** Log position of the member's last event the view knows. */
  readonly position: bigint;
};
export type TenantRow = {
  readonly slug: string;
  readonly name: string;
  readonly kind: 'clinic' | 'agency';
  readonly locale: string;
  readonly suspended: boolean;
  readonly position: bigint;
};

export type MemberKey = { readonly tenant: string; readonly memberId: string };
/**
 * A membership a session was opened for. `password` is the id of the event that set it, so a new password ends the session's hold;
 * `nextPassword` is that of the change made in this very session, which goes on. `factor` is the second factor that was shown in this
 * session, named by the event that enrolled it. `provenAt`: when they last proved who they are, ISO.
 */
export type Account = MemberKey & { readonly password: string; readonly nextPassword?: string; readonly factor?: string; readonly provenAt?: string };
export type Session = { readonly id: string; readonly emailKey: string; readonly tenant: string; readonly accounts: readonly Account[] };
/** A session as its owner sees it. `device`: browser and system in words, such as `Firefox · Windows`. */
export type SessionShown = {
  readonly id: string;
  readonly device: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
};
/** A session with its newest refresh token, which is shown once and stored only as a hash. */
export type Opened = { readonly session: Session; readonly refreshToken: string; readonly expiresAt: Date };

export type Sessions = {
  start(session: Omit<Session, 'id'>, device?: string): Promise<Opened>;
  /** Exchanges a refresh token for its successor. A token that was exchanged before ends the whole session: somebody copied it. */
  rotate(refreshToken: string): Promise<Opened | 'unknown' | 'reused'>;
  /** Undefined when it ended or expired. */
  find(id: string): Promise<Session | undefined>;
  choose(id: string, tenant: string): Promise<void>;
  /** Replaces the memberships the session holds. */
  hold(id: string, accounts: readonly Account[]): Promise<void>;
  endByToken(refreshToken: string): Promise<void>;
  /** The living sessions that hold this membership, the last used first. */
  list(of: MemberKey): Promise<readonly SessionShown[]>;
  /** Ends those of them that `which` names, else all but `except`; answers how many ended. Known to every process at once. */
  end(of: MemberKey, which: { readonly id: string } | { readonly except?: string }): Promise<number>;
};

/** Slows down guessing one person's password or code from many addresses, over all processes. */
export type Attempts = {
  /** Counts an attempt before its outcome is known, so that many at once are no way around; throws `too-many` while the key must wait. */
  begin(key: string): Promise<void>;
  passed(key: string): Promise<void>;
};

/** One-time codes by RFC 6238, and where it is kept which of them were used. */
export type Factors = {
  /** A new secret for an authenticator app; `uri` is what the QR code, an SVG, says. */
  make(issuer: string, account: string): { readonly secret: string; readonly uri: string; readonly qr: string };
  /** The time step whose code this is, if it is one of now. */
  stepOf(secret: string, code: string): number | undefined;
  /** Fresh recovery codes, and what is stored of them. */
  recoveryCodes(): { readonly codes: readonly string[]; readonly hashes: readonly string[] };
  hashOf(recoveryCode: string): string;
  /** Takes a mark (a step, a recovery code's hash) of a factor for itself: false when it was taken before, in whatever process. */
  spend(factor: string, mark: string): Promise<boolean>;
  /** How many recovery codes were used. */
  recovered(factor: string): Promise<number>;
};

/** A mail that is to go out for one cause. `member`: the one invited; absent, everybody with the address. */
export type Mail = { readonly id: string; readonly kind: 'invitation' | 'reset'; readonly emailKey: string; readonly member?: MemberKey };
export type Outbox = {
  /** The same id again adds nothing. */
  add(mail: Mail): Promise<void>;
  /** Lets a link's token be used once: `use` gets its mail and the token's hash. HubError `auth.link-unknown` when it was used or is over. */
  redeem(token: string, use: (mail: Mail, hash: string) => Promise<void>): Promise<void>;
};

export type Claims = {
  readonly tenant: string;
  readonly memberId: string;
  readonly roles: readonly Role[];
  readonly patientId?: string;
  readonly session: string;
  /** Milliseconds; `factor`: the membership has a second one. */
  readonly provenAt?: number;
  readonly factor?: boolean;
  /** The log position up to which member and tenant were known when this was written: a later change makes the token out of date. */
  readonly asOf: bigint;
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
  readonly hashPassword: (password: string) => Promise<string>;
  readonly dispatch: Dispatch;
  readonly issue: (claims: Claims) => Promise<{ accessToken: string; expiresIn: number }>;
  /** A device's token for its secret; throws `unauthenticated`. */
  readonly exchange: (secret: string) => Promise<{ accessToken: string; expiresIn: number; tenant: string; id: string }>;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly factors: Factors;
  readonly outbox: Outbox;
  readonly now: () => Date;
  /** The hub's public origin such as `https://hub.example`; unset, a request's own Host decides. */
  readonly origin?: string;
};
