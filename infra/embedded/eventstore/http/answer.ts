// Answers over plain HTTP, free of any server class so that HTTP/1.1 and HTTP/2 can both send them.
import type { IncomingHttpHeaders } from 'node:http';

export type HttpRequest = { readonly method: string; readonly path: string; readonly headers: IncomingHttpHeaders };
export type Answer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string | Buffer };

/** The page loads its own script and style and talks to its own server, nothing else. */
const SECURITY = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
} as const;

export const answer = (status: number, type: string, body: string | Buffer, more: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { 'content-type': type, 'cache-control': 'no-store', ...SECURITY, ...more },
  body,
});
export const text = (status: number, body: string, more?: Readonly<Record<string, string>>): Answer => answer(status, 'text/plain; charset=utf-8', body, more);
export const json = (value: unknown, more?: Readonly<Record<string, string>>): Answer => answer(200, 'application/json', JSON.stringify(value), more);
