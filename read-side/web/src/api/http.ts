// The one place that talks HTTP. Adds the token, renews it once, asks for a fresh proof where one is due, repeats a command safely, and lets reads see the last write.
import { Problem, readAnswer, unreachable } from './problem.ts';
import type { Session } from './session.ts';
import type { Done } from './types.ts';

const OWN_WRITES_MS = 10_000;

/** A random id; `crypto.randomUUID` exists only on https and localhost. */
export const newKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

export type Http = ReturnType<typeof makeHttp>;

/** The same as a UUID, for what the caller may name. */
export const newId = (): string => newKey().replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');

/** `language`: what the hub's own words are to come in. */
export function makeHttp(session: Session, { fetch = globalThis.fetch.bind(globalThis), language = (): string => 'tr' } = {}) {
  let written: { position: string; until: number } | undefined;

  const once = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('accept-language', language());
    headers.set('authorization', `Bearer ${await session.token()}`);
    return fetch(path, { ...init, headers }).catch((error) => Promise.reject(error?.name === 'AbortError' ? error : unreachable(error)));
  };
  const renewed = async (path: string, init: RequestInit): Promise<Response> => {
    const answer = await once(path, init);
    if (answer.status !== 401) return answer;
    await session.refresh();
    return once(path, init);
  };
  /** The answer as it comes, once whoever sits here proved who they are where the hub asks for that. */
  const answered = async (path: string, init: RequestInit): Promise<Response> => {
    const answer = await renewed(path, init);
    if (answer.status !== 403) return answer;
    const refused: unknown = await readAnswer(answer.clone()).catch((error: unknown) => error);
    if (!(refused instanceof Problem && refused.code === 'auth.step-up')) return answer;
    await session.stepUp(refused);
    return renewed(path, init);
  };
  const send = async <T>(path: string, init: RequestInit): Promise<T> => readAnswer<T>(await answered(path, init));
  const noteWrite = (position: string | undefined) => {
    if (position && (!written || BigInt(position) > BigInt(written.position))) written = { position, until: Date.now() + OWN_WRITES_MS };
  };

  const waits = (): Record<string, string> => (written && written.until > Date.now() ? { 'hub-wait-for': written.position } : {});

  return {
    get: <T>(path: string, signal?: AbortSignal): Promise<T> => send<T>(path, { headers: waits(), ...(signal && { signal }) }),
    /** Asks something that changes nothing but needs a body; the answer as it comes, since it may be a file. */
    ask: async (path: string, body: object, signal?: AbortSignal): Promise<Response> => {
      const headers = { ...waits(), 'content-type': 'application/json' };
      const answer = await answered(path, { method: 'POST', body: JSON.stringify(body), headers, ...(signal && { signal }) });
      return answer.ok ? answer : readAnswer<never>(answer);
    },
    /** Sends a command; after a lost connection once more under the same key, so that it happens once. */
    command: async <T = Done>(path: string, body: object, method = 'POST'): Promise<T> => {
      const init = { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json', 'idempotency-key': newKey() } };
      const done = await send<T>(path, init).catch((error) => (error instanceof Problem && error.status === 0 ? send<T>(path, init) : Promise.reject(error)));
      noteWrite((done as Partial<Done> | undefined)?.position);
      return done;
    },
    /** Sends a file as it is; a .gz file goes compressed over the wire. */
    upload: async <T extends { position?: string }>(path: string, file: Blob, gzip: boolean): Promise<T> => {
      const type = { 'content-type': 'application/fhir+json', accept: 'application/json' };
      const headers = { ...type, 'idempotency-key': newKey(), ...(gzip && { 'content-encoding': 'gzip' }) };
      const answer = await send<T>(path, { method: 'POST', body: file, headers });
      noteWrite(answer.position);
      return answer;
    },
  };
}
