// Stripe's own client for one tenant's account, and its errors in our words.
import Stripe from 'stripe';
import { HubError } from '#domain/kernel/errors.ts';

const TIMEOUT_MS = 10_000;

/** `url`: where Stripe is, when not at its own address. Repeating is left to whoever asked: only they know what for. */
export function makeStripeClient(secretKey: string, url?: string): Stripe {
  const at = url === undefined ? undefined : new URL(url);
  const host = at && {
    host: at.hostname,
    port: Number(at.port || (at.protocol === 'https:' ? 443 : 80)),
    protocol: at.protocol.slice(0, -1) as 'http' | 'https',
  };
  return new Stripe(secretKey, { ...host, maxNetworkRetries: 0, timeout: TIMEOUT_MS, telemetry: false });
}

type Headers = Readonly<Record<string, string | undefined>>;
type Failed = { readonly status: number; readonly headers: Headers; readonly detail?: Record<string, unknown>; readonly cause?: unknown };

const retryAfterOf = (headers: Headers): number => {
  const seconds = Number(headers['retry-after']);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : 1;
};

/** Only what Stripe itself calls a refusal is one; a key that is wrong is waited for, since somebody will mend it. */
function errorFor({ status, headers, detail: more = {}, cause }: Failed): HubError {
  const detail = { provider: 'stripe', ...more };
  if (status === 401 || status === 403)
    return new HubError('unavailable', 'provider.credentials', 'Stripe does not accept the account’s key.', { detail, cause });
  if (status === 429)
    return new HubError('unavailable', 'provider.limited', 'Stripe asks to wait.', { detail: { ...detail, retryAfter: retryAfterOf(headers) }, cause });
  if (status >= 400 && status < 500 && status !== 408 && status !== 409)
    return new HubError('conflict', 'payment.provider-refused', 'Stripe refuses this.', { detail, cause });
  return new HubError('unavailable', 'provider.unavailable', 'Stripe gave no answer that tells how it ended.', { detail, cause });
}

function toHubError(error: unknown): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  const { statusCode: status = 0, headers, code, requestId } = error;
  return errorFor({ status, headers: (headers ?? {}) as Headers, detail: { ...(code && { code }), ...(requestId && { requestId }) }, cause: error });
}

/** The answer, or our word for what went wrong. The client takes any JSON for an answer, also that of a proxy which says 503 with it. */
export async function asked<T>(work: Promise<T>): Promise<T> {
  const answer = await work.catch((error: unknown) => Promise.reject(toHubError(error)));
  const { statusCode: status, headers } = (answer as { lastResponse?: { statusCode: number; headers: Headers } } | undefined)?.lastResponse ?? {
    statusCode: 200,
    headers: {},
  };
  if (status >= 400) throw errorFor({ status, headers });
  return answer;
}
