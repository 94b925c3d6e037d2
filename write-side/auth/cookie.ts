// The refresh token as a cookie: scripts cannot read it, other sites cannot send it, and it goes to /api/auth only.
import { HubError } from '#domain/kernel/errors.ts';

type Headers = Readonly<Record<string, string | undefined>>;
const NAME = 'hub_refresh';

const isHttps = (headers: Headers, origin: string | undefined): boolean => origin?.startsWith('https:') ?? headers['x-forwarded-proto'] === 'https';

/** A Set-Cookie value holding `token` until `expiresAt`. */
export function refreshCookie(token: string, expiresAt: Date, headers: Headers, origin?: string): string {
  const secure = isHttps(headers, origin) ? '; Secure' : '';
  return `${NAME}=${token}; Path=/api/auth; HttpOnly; SameSite=Strict; Expires=${expiresAt.toUTCString()}${secure}`;
}
export const clearedCookie = (headers: Headers, origin?: string): string => refreshCookie('', new Date(0), headers, origin);

/** The token in the request's cookie. Throws `forbidden` unless the request says it comes from the hub's own pages. */
export function cookieToken(headers: Headers, origin?: string): string | undefined {
  const found = (headers['cookie'] ?? '')
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${NAME}=`))
    ?.slice(NAME.length + 1);
  if (!found) return undefined;
  if (!isOwnOrigin(headers, origin)) throw new HubError('forbidden', 'auth.origin', 'The session cookie works from the hub’s own pages only.');
  return found;
}

function isOwnOrigin(headers: Headers, origin: string | undefined): boolean {
  const from = headers['origin'];
  if (!from) return false;
  return origin ? from === origin : /^https?:\/\/(.+)$/.exec(from)?.[1] === headers['host'];
}
