// Who is signed in. The access token lives in this closure only; the refresh token is a cookie that no script can read.
import { Problem, readAnswer, unreachable } from './problem.ts';
import { makePrompt, type Proof } from './prompt.ts';
import type { Member, SignedIn, TenantRef } from './types.ts';

export type SessionState =
  | { phase: 'starting' }
  | { phase: 'out'; ended?: boolean }
  | { phase: 'in'; member: Member; tenant: TenantRef; tenants: TenantRef[]; home: boolean };

const SIGNED_IN_BEFORE = 'hub.session'; // says only that asking for a refresh makes sense

export type Session = ReturnType<typeof makeSession>;

/** One session of one tab. `get`/`subscribe` suit `useSyncExternalStore`; `token()` answers a token that is valid for at least 20 s. */
export function makeSession({ storage = localStorage, fetch = globalThis.fetch.bind(globalThis), prompt = makePrompt() } = {}) {
  let state: SessionState = { phase: 'starting' };
  let access: { token: string; until: number } | undefined;
  let renewal: Promise<string> | undefined;
  let proving: Promise<void> | undefined;
  const listeners = new Set<() => void>();

  const become = (next: SessionState) => {
    state = next;
    if (next.phase === 'in') storage.setItem(SIGNED_IN_BEFORE, '1');
    if (next.phase === 'out') {
      access = undefined;
      storage.removeItem(SIGNED_IN_BEFORE);
    }
    for (const listener of listeners) listener();
  };
  const post = async (path: string, body: object, token?: string): Promise<SignedIn> => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }).catch((error) => Promise.reject(unreachable(error)));
    return readAnswer<SignedIn>(answer);
  };
  const take = ({ accessToken, expiresIn, member, tenant, tenants }: SignedIn, home = false) => {
    access = { token: accessToken, until: Date.now() + expiresIn * 1000 };
    become({ phase: 'in', member, tenant, tenants, home });
    return accessToken;
  };
  const renew = async () => {
    const tenant = state.phase === 'in' ? state.tenant.slug : undefined; // another tab may have chosen another one
    return take(await post('/api/auth/refresh', tenant ? { tenant } : {}));
  };
  // Tabs share the rotating cookie: two refreshes at once would look like a stolen token.
  const alone = (work: () => Promise<string>) => (navigator.locks ? (navigator.locks.request('hub.refresh', work) as Promise<string>) : work());
  const refresh = (): Promise<string> => {
    renewal ??= alone(renew)
      .catch((error) => {
        if (error instanceof Problem && (error.status === 401 || error.status === 403)) become({ phase: 'out', ended: state.phase === 'in' });
        throw error;
      })
      .finally(() => (renewal = undefined));
    return renewal;
  };

  const token = async () => (access && access.until - Date.now() > 20_000 ? access.token : refresh());
  const prove = async (proof: Proof) => take(await post('/api/auth/step-up', proof, await token()));
  const isFor = (code: string, error: unknown): error is Problem => error instanceof Problem && error.code === code;

  return {
    get: () => state,
    prompt,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    token,
    refresh,
    start: async () => {
      if (!storage.getItem(SIGNED_IN_BEFORE)) return become({ phase: 'out' });
      await refresh().catch(() => state.phase === 'starting' && become({ phase: 'out' }));
    },
    signIn: async (email: string, password: string, code?: string) =>
      void take(await post('/api/auth/login', { email, password, session: 'cookie', ...(code && { code }) }), true),
    /** Asks for a code where the other tenant wants one. */
    switchTo: async (tenant: string) => {
      const go = async ({ code }: Proof = {}) => take(await post('/api/auth/switch', { tenant, ...(code && { code }) }, await token()));
      await go().catch((error) => (isFor('auth.code-needed', error) ? prompt.ask('code', go, error) : Promise.reject(error)));
    },
    /** For what the hub refused until somebody proves who they are; one question for all that wait. */
    stepUp: (refused: Problem): Promise<void> => {
      const { proof } = (refused.body ?? {}) as { proof?: string };
      proving ??= prompt.ask(proof === 'code' ? 'code' : 'password', prove, refused).finally(() => (proving = undefined));
      return proving;
    },
    signOut: async () => {
      const token = access?.token;
      become({ phase: 'out' });
      await post('/api/auth/logout', {}, token).catch(() => undefined);
    },
  };
}
