// The hub's public API as an importer needs it: sign in, send one file, be patient with a busy hub.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Report } from '#write-side/fhir/result.ts';
import { type Credentials, UsageError } from './options.ts';

const TRIES = 8;
const TIMEOUT_MS = 300_000;
const BUSY = [408, 425, 429, 502, 503, 504];
/** What the hub said of one file: its report, or why it took none of it. */
export type Answer = { readonly report: Report } | { readonly failed: string };
export type Client = { send(body: Buffer<ArrayBuffer>): Promise<Answer> };
type Problem = { readonly code?: string; readonly detail?: string };

/** Signs in. Throws UsageError when no hub answers or it knows nobody by that name. */
export async function makeClient(url: string, who: Credentials): Promise<Client> {
  let token = await signIn(url, who);

  async function post(body: Buffer<ArrayBuffer>): Promise<Response | Error> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json', 'content-encoding': 'gzip', accept: 'application/json' };
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    return fetch(new URL('/fhir?report=true', url), { method: 'POST', headers, body, signal }).catch((error: unknown) => toError(error));
  }

  /** `body`: gzip of a Bundle or resource. */
  async function send(body: Buffer<ArrayBuffer>, tries = 1): Promise<Answer> {
    const response = await post(body);
    const again = tries < TRIES;
    if (response instanceof Error) {
      if (!again) return { failed: `the hub does not answer: ${response.message}` };
      await sleep(pauseMs(tries));
      return send(body, tries + 1);
    }
    // Access tokens live shorter than a long import.
    if (response.status === 401 && again && 'email' in who) {
      token = await signIn(url, who);
      return send(body, TRIES);
    }
    if (!BUSY.includes(response.status) || !again) return toAnswer(response);
    await response.body?.cancel();
    await sleep(Number(response.headers.get('retry-after') ?? 0) * 1000 || pauseMs(tries));
    return send(body, tries + 1);
  }
  return { send: (body) => send(body) };
}

const pauseMs = (tries: number) => Math.min(8_000, 200 * 2 ** tries) * (0.5 + Math.random() / 2);
const toError = (error: unknown): Error => {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? cause : error instanceof Error ? error : new Error(String(error));
};

async function toAnswer(response: Response): Promise<Answer> {
  const body = (await response.json().catch(() => ({}))) as Partial<Report> & Problem;
  if (Array.isArray(body.rejected)) return { report: body as Report };
  return { failed: body.detail ? `${body.detail} (${body.code})` : `the hub answered ${response.status}` };
}

/** An access token. Throws UsageError when no hub answers or it knows nobody by that name. */
export async function signIn(url: string, who: Credentials): Promise<string> {
  if ('token' in who) return who.token;
  const { email, password, tenant } = who;
  const body = JSON.stringify({ email, password, ...(tenant && { tenant }) });
  const response = await fetch(new URL('/api/auth/login', url), { method: 'POST', headers: { 'content-type': 'application/json' }, body }).catch((error) => {
    throw new UsageError(`no hub answers at ${url} (${toError(error).message}): start one with \`npm start\`, or name it with --url`);
  });
  const answer = (await response.json().catch(() => ({}))) as Problem & { accessToken?: string };
  if (!response.ok || !answer.accessToken)
    throw new UsageError(`the hub at ${url} did not let ${email} in: ${answer.detail ?? `it answered ${response.status}`}`);
  return answer.accessToken;
}
