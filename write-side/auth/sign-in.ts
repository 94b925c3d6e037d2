// Signing in, staying signed in, changing tenant and leaving.
import { HubError } from '#domain/kernel/errors.ts';
import { accountsOf, choose, type Held, latest, matching, profile, provenIn, remaining } from './accounts.ts';
import type { Account, AuthPorts, Opened, Session } from './ports.ts';
import { proveByCode } from './proof.ts';

type Tokens = { refreshToken: string; expiresAt: Date };
const badCredentials = () => new HubError('unauthenticated', 'auth.bad-credentials', 'E-mail or password is wrong.');
const ended = () => new HubError('unauthenticated', 'auth.session-ended', 'The session has ended; sign in again.');
const notYours = () => new HubError('forbidden', 'auth.tenant', 'This session does not reach that tenant.');

export function makeSignIn(ports: AuthPorts) {
  const answer = async (session: Pick<Session, 'id' | 'accounts'>, chosen: Held, all: readonly Held[]) => {
    const { tenant, memberId, roles, patientId, factor } = chosen.member;
    const proven = session.accounts.find((a) => a.tenant === tenant && a.memberId === memberId)?.provenAt;
    const claims = { tenant, memberId, roles, patientId, session: session.id, asOf: latest(chosen), factor: factor !== undefined };
    return { ...(await ports.issue({ ...claims, ...(proven && { provenAt: Date.parse(proven) }) })), ...(await profile(chosen, all, ports)) };
  };
  /** The session after a proof for one of its memberships. */
  async function hold(session: Session, held: Held): Promise<Session> {
    const accounts: readonly Account[] = provenIn(session.accounts, held, ports.now());
    await ports.sessions.hold(session.id, accounts);
    return { ...session, accounts };
  }

  return {
    /** One message for every way to be wrong, so that nobody learns which addresses exist. */
    async login(input: { email: string; password: string; tenant?: string; code?: string }, device?: string) {
      const emailKey = ports.emailKey(input.email);
      await ports.attempts.begin(emailKey);
      const all = await matching(emailKey, input.password, ports);
      const chosen = choose(all, input.tenant);
      if (!chosen) throw badCredentials();
      if (chosen.member.factor) await proveByCode(chosen, input.code, ports);
      await ports.attempts.passed(emailKey);
      const opened = await ports.sessions.start({ emailKey, tenant: chosen.tenant.slug, accounts: accountsOf(all, chosen, ports.now()) }, device);
      return { body: await answer(opened.session, chosen, all), ...tokensOf(opened) };
    },

    /** A new access token with the roles of this moment. */
    async refresh(refreshToken: string, tenant?: string) {
      const opened = await ports.sessions.rotate(refreshToken);
      if (opened === 'reused')
        throw new HubError('unauthenticated', 'auth.token-reused', 'This token was used before, so the session was ended. Sign in again.');
      if (opened === 'unknown') throw ended();
      const all = await remaining(opened.session, ports);
      if (all.every(({ locked }) => locked)) {
        await ports.sessions.endByToken(opened.refreshToken);
        throw ended();
      }
      const open = all.filter(({ locked }) => !locked);
      const chosen = tenant ? choose(open, tenant) : (choose(open, opened.session.tenant) ?? open[0]);
      if (!chosen) throw notYours();
      return { body: await answer(opened.session, chosen, all), ...tokensOf(opened) };
    },

    async switchTo(sessionId: string, tenant: string, code?: string) {
      const { session, all } = await current(sessionId);
      const chosen = choose(all, tenant);
      if (!chosen) throw notYours();
      const proven = chosen.locked ? await unlock(session, chosen, code) : session;
      await ports.sessions.choose(session.id, tenant);
      return answer(proven, chosen, all);
    },

    /** What the session may do once a membership was proven anew. */
    async proven(session: Session, own: Held) {
      return answer(await hold(session, own), own, await remaining(session, ports));
    },

    async me(sessionId: string, tenant: string) {
      const { all } = await current(sessionId);
      const chosen = choose(all, tenant);
      if (!chosen) throw ended();
      return profile(chosen, all, ports);
    },

    logout: (refreshToken: string) => ports.sessions.endByToken(refreshToken),
  };

  async function unlock(session: Session, held: Held, code: string | undefined): Promise<Session> {
    await ports.attempts.begin(session.emailKey);
    await proveByCode(held, code, ports);
    await ports.attempts.passed(session.emailKey);
    return hold(session, held);
  }

  async function current(sessionId: string) {
    const session = await ports.sessions.find(sessionId);
    if (!session) throw ended();
    return { session, all: await remaining(session, ports) };
  }
}

export type SignIn = ReturnType<typeof makeSignIn>;

const tokensOf = ({ refreshToken, expiresAt }: Opened): Tokens => ({ refreshToken, expiresAt });
