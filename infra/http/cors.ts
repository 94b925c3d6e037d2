// What pages of others may do: those a widget's key names, on the routes its scopes open, and with no cookie ever. Before a browser sends
// the key it asks for the page alone; the request itself is then checked against its own key.
import type { ServerResponse } from 'node:http';
import type { Route } from '#domain/kernel/route.ts';
import { mayHave } from '#domain/kernel/scopes.ts';
import { setHeaders } from './exchange.ts';
import type { Handle } from './handler.ts';
import { sendProblem } from './problem.ts';

/** Whether some key that is not revoked names this page. */
export type AllowsOrigin = (origin: string) => Promise<boolean>;

export const isForWidgets = ({ scopes = [] }: Pick<Route, 'scopes'>): boolean => scopes.some((scope) => mayHave('widget', scope));

const ASKS = 'Authorization, Content-Type, Hub-Customer, Hub-Wait-For, Idempotency-Key, If-None-Match';
const SHOWS = 'ETag, Hub-Correlation-Id, Hub-Position, RateLimit, RateLimit-Policy, Retry-After';

/** The answer may be read by this page. */
export const showTo = (res: ServerResponse, origin: string): void =>
  setHeaders(res, { 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': SHOWS, Vary: 'Origin' });

/** Answers a browser that asks beforehand, for a path of these methods. */
export const preflight =
  (allows: AllowsOrigin, methods: readonly string[]): Handle =>
  async (req, res) => {
    const { origin } = req.headers;
    res.setHeader('Vary', 'Origin');
    if (origin === undefined || !(await allows(origin)))
      return sendProblem(res, 403, { code: 'auth.origin', detail: 'No key of this hub may be used on that page.' });
    setHeaders(res, {
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Allow-Methods': methods.join(', '),
      'Access-Control-Allow-Headers': ASKS,
      'Access-Control-Max-Age': '600',
    });
    res.statusCode = 204;
    res.end();
  };
