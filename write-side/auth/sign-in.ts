// Signing in, staying signed in, changing tenant and leaving.
import { HubError } from '#domain/kernel/errors.ts';
import { choose, type Held, latest, matching, profile, remaining, toAccount } from './accounts.ts';
import type { AuthPorts, Opened, Session } from './ports.ts';

type Tokens = { refreshToken: string; expiresAt: Date };
const badCredentials = () => new HubError('unauthenticated', 'auth.bad-credentials', 'E-mail or password is wrong.');
const ended = () => new HubError('unauthenticated', 'auth.session-ended', 'The session has ended; sign in again.');
const notYours = () => new HubError('forbidden', 'auth.tenant', 'This session does not reach that tenant.');

export function makeSignIn(ports: AuthPorts) {
  const answer = async (session: Pick<Session, 'id'>, chosen: Held, all: readonly Held[]) => {
    const { tenant, memberId, roles, patientId } = chosen.member;
    return {
      ...(await ports.issue({ tenant, memberId, roles, patientId, session: session.id, asOf: latest(chosen) })),
      ...(await profile(chosen, all, ports)),
    };
  };

  return {
    /** One message for every way to be wrong, so that nobody learns which addresses exist. */
    async login(input: { email: string; password: string; tenant?: string }, device?: string) {
      const emailKey = ports.emailKey(input.email);
      await ports.attempts.begin(emailKey);
      const all = await matching(emailKey, input.password, ports);
      const chosen = choose(all, input.tenant);
      if (!chosen) throw badCredentials();
      await ports.attempts.passed(emailKey);
      const opened = await ports.sessions.start({ emailKey, tenant: chosen.tenant.slug, accounts: all.map(toAccount) }, device);
      return { body: await answer(opened.session, chosen, all), ...tokensOf(opened) };
    },

    /** A new access token with the roles of this moment. */
    async refresh(refreshToken: string, tenant?: string) {
      const opened = await ports.sessions.rotate(refreshToken);
      if (opened === 'reused')
        throw new HubError('unauthenticated', 'auth.token-reused', 'This token was used before, so the session was ended. Sign in again.');
      if (opened === 'unknown') throw ended();
      const all = await remaining(opened.session, ports);
      if (all.length === 0) {
        await ports.sessions.endByToken(opened.refreshToken);
        throw ended();
      }
      const chosen = tenant ? choose(all, tenant) : (choose(all, opened.session.tenant) ?? all[0]);
      if (!chosen) throw notYours();
      return { body: await answer(opened.session, chosen, all), ...tokensOf(opened) };
    },

    async switchTo(sessionId: string, tenant: string) {
      const { session, all } = await current(sessionId);
      const chosen = choose(all, tenant);
      if (!chosen) throw notYours();
      await ports.sessions.choose(session.id, tenant);
      return answer(session, chosen, all);
    },

    async me(sessionId: string, tenant: string) {
      const { all } = await current(sessionId);
      const chosen = choose(all, tenant);
      if (!chosen) throw ended();
      return profile(chosen, all, ports);
    },

    logout: (refreshToken: string) => ports.sessions.endByToken(refreshToken),
  };

  async function current(sessionId: string) {
    const session = await ports.sessions.find(sessionId);
    if (!session) throw ended();
    return { session, all: await remaining(session, ports) };
  }
}

const tokensOf = ({ refreshToken, expiresAt }: Opened): Tokens => ({ refreshToken, expiresAt });
