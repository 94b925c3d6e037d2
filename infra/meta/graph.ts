// The Graph API, and its errors in our words. What Graph itself calls an error was not done; where it gives no such answer nobody knows.
import { z } from 'zod';
import { HubError } from '#domain/kernel/errors.ts';
import type { Connection } from '#write-side/adapter/connections.ts';

const TIMEOUT_MS = 10_000;
const VERSION = 'v23.0';
const failed = z.object({ error: z.looseObject({ code: z.int(), is_transient: z.boolean().optional() }) });

/** Too many calls, of the app, the account, the number or the pair of numbers. */
const LIMITED = new Set([4, 17, 32, 613, 80_007, 130_429, 131_048, 131_056, 133_016]);
/** The token is wrong, or the account may not: somebody of the tenant has to mend it. */
const CREDENTIALS = new Set([0, 3, 10, 190, 200, 299, 368, 131_005, 131_031]);
/** Theirs, and it passes. */
const AWAY = new Set([1, 2, 131_000, 131_016, 133_004]);
/** The connection was never made, so nothing was said. */
const NEVER_REACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);
const LIMITED_S = 5;

const unavailable = (code: string, message: string, detail: object, cause?: unknown) =>
  new HubError('unavailable', code, message, { detail: { provider: 'meta', ...detail }, ...(cause !== undefined && { cause }) });

function fromGraph(status: number, { code, is_transient: passes }: z.infer<typeof failed>['error'], retryAfter: number): HubError {
  const detail = { effect: 'none', code: String(code) };
  if (status === 429 || LIMITED.has(code)) return unavailable('provider.limited', 'Meta asks to wait.', { ...detail, retryAfter });
  if (status === 401 || CREDENTIALS.has(code)) return unavailable('provider.credentials', 'Meta does not accept the account’s token.', detail);
  if (passes || AWAY.has(code)) return unavailable('provider.unavailable', 'Meta cannot do it now.', detail);
  return new HubError('conflict', 'message.provider-refused', 'Meta refuses this.', { detail: { provider: 'meta', code: String(code) } });
}

const causeOf = (error: unknown) => ((error as { cause?: { code?: string } }).cause?.code ?? '') as string;

/** Says `body` to `path` of the account, or asks it without one; answers what Graph answers. Never repeats by itself: a message has no key by which a repeat is known. */
export type Graph = (connection: Connection, path: string, body?: object) => Promise<unknown>;
export const makeGraph =
  (origin: string): Graph =>
  async ({ secrets }, path, body) => {
    const headers = { authorization: `Bearer ${secrets['accessToken']}`, 'content-type': 'application/json' };
    const said = body ? { method: 'POST', body: JSON.stringify(body) } : { method: 'GET' };
    const request = { ...said, headers, signal: AbortSignal.timeout(TIMEOUT_MS) };
    const response = await fetch(`${origin}/${VERSION}/${path}`, request).catch((error: unknown) => {
      const isNone = NEVER_REACHED.has(causeOf(error));
      throw unavailable('provider.unavailable', 'Meta was not reached, or broke off.', isNone ? { effect: 'none' } : {}, error);
    });
    const answer: unknown = await response.json().catch(() => undefined);
    const error = failed.safeParse(answer);
    const seconds = Number(response.headers.get('retry-after') ?? LIMITED_S);
    const retryAfter = Number.isFinite(seconds) && seconds >= 0 ? seconds : LIMITED_S;
    if (error.success) throw fromGraph(response.status, error.data.error, retryAfter);
    if (response.status === 429) throw unavailable('provider.limited', 'Meta asks to wait.', { effect: 'none', retryAfter });
    if (!response.ok) throw unavailable('provider.unavailable', 'Meta gave no answer that tells how it ended.', {});
    return answer;
  };
