// Signing in over HTTP. Browsers keep the refresh token in a cookie scripts cannot read; other clients keep it themselves.
import { HubError } from '#domain/kernel/errors.ts';
import { type Answer, type Route, route } from '#domain/kernel/route.ts';
import { clearedCookie, cookieToken, refreshCookie } from './cookie.ts';
import { deviceOf } from './device.ts';
import { deviceRoute } from './device-route.ts';
import { factorRoutes } from './factor-routes.ts';
import { mailRoutes } from './mail-routes.ts';
import { passwordRoutes } from './password-routes.ts';
import type { AuthPorts } from './ports.ts';
import { loginBody, logoutBody, me, refreshBody, signedIn, switchBody } from './schemas.ts';
import { sessionRoutes } from './session-routes.ts';
import { makeSignIn } from './sign-in.ts';

type Headers = Readonly<Record<string, string | undefined>>;

export function authRoutes(ports: AuthPorts): Route[] {
  const signIn = makeSignIn(ports);
  type Signed = Awaited<ReturnType<typeof signIn.login>>;
  const answer = ({ body, refreshToken, expiresAt }: Signed, inCookie: boolean, headers: Headers): Answer =>
    inCookie
      ? { status: 200, body, headers: { 'Set-Cookie': refreshCookie(refreshToken, expiresAt, headers, ports.origin) } }
      : { status: 200, body: { ...body, refreshToken } };

  return [
    route({
      method: 'post',
      path: '/api/auth/login',
      summary: 'Sign in with e-mail and password',
      tag: 'auth',
      roles: 'public',
      body: loginBody,
      answers: { 200: { description: 'Signed in', schema: signedIn } },
      codes: ['auth.bad-credentials', 'auth.code-needed', 'auth.bad-code', 'auth.slow-down'],
      handle: async ({ body, headers }) => answer(await signIn.login(body, deviceOf(headers['user-agent'])), body.session === 'cookie', headers),
    }),
    route({
      method: 'post',
      path: '/api/auth/refresh',
      summary: 'Exchange the refresh token for a new pair; roles are read anew',
      tag: 'auth',
      roles: 'public',
      body: refreshBody,
      answers: { 200: { description: 'Still signed in', schema: signedIn } },
      codes: ['auth.session-ended', 'auth.code-needed', 'auth.token-reused', 'auth.token-missing', 'auth.tenant', 'auth.origin'],
      handle: async ({ body, headers }) => {
        const token = body.refreshToken ?? cookieToken(headers, ports.origin);
        if (!token) throw new HubError('unauthenticated', 'auth.token-missing', 'Send a refresh token, in the body or as the cookie.');
        return answer(await signIn.refresh(token, body.tenant), body.refreshToken === undefined, headers);
      },
    }),
    route({
      method: 'post',
      path: '/api/auth/switch',
      summary: 'An access token for another tenant of this session',
      tag: 'auth',
      roles: 'signed-in',
      body: switchBody,
      answers: { 200: { description: 'Switched', schema: signedIn } },
      codes: ['auth.tenant', 'auth.session-ended', 'auth.code-needed', 'auth.bad-code', 'auth.slow-down'],
      handle: async ({ body, who }) => ({ status: 200, body: await signIn.switchTo(who.session, body.tenant, body.code) }),
    }),
    route({
      method: 'post',
      path: '/api/auth/logout',
      summary: 'End the session of the refresh token',
      tag: 'auth',
      roles: 'public',
      body: logoutBody,
      answers: { 204: { description: 'Signed out, also when it was already' } },
      codes: ['auth.origin'],
      handle: async ({ body, headers }) => {
        const token = body.refreshToken ?? cookieToken(headers, ports.origin);
        if (token) await signIn.logout(token);
        return { status: 204, headers: { 'Set-Cookie': clearedCookie(headers, ports.origin) } };
      },
    }),
    route({
      method: 'get',
      path: '/api/me',
      summary: 'Who am I here, and what may I see',
      tag: 'auth',
      roles: 'signed-in',
      answers: { 200: { description: 'The signed-in member', schema: me } },
      codes: ['auth.session-ended'],
      handle: async ({ who }) => ({ status: 200, body: { ...(await signIn.me(who.session, who.tenant)), rights: who.rights } }),
    }),
    ...sessionRoutes(ports),
    ...passwordRoutes(ports),
    ...factorRoutes(ports, signIn),
    ...mailRoutes(ports),
    deviceRoute(ports),
  ];
}
