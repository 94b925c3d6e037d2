// Asks a time stamping authority (RFC 3161 over HTTP) when a checkpoint was there. What it answers is kept only when the auditors' own
// verifier accepts it, so a bad token is found today and not in a pack years later.
import { hash, randomBytes } from 'node:crypto';
import { HubError } from '#domain/kernel/errors.ts';
import { bytesOf } from '../ledger/bounded.ts';
import { checkToken } from '../ledger/verify/synchron-verify.mjs';
import { algorithm, boolean, integer, octets, OID, sequence, valueAt, valuesIn } from './der.ts';

export type Stamped = { readonly token: Buffer; readonly at: Date };
/** Answers the token over a checkpoint's text. HubError `timestamp.unavailable`, `timestamp.refused` or `timestamp.wrong`. */
export type AskTsa = (text: string, signal?: AbortSignal) => Promise<Stamped>;
export type TsaOptions = {
  readonly url: string;
  /** Certificates, as PEM: of the authority, or of who issued its certificate. None: whichever signs. */
  readonly trusted?: readonly string[];
  readonly timeoutMs?: number;
};

const TIMEOUT_MS = 20_000;
const MOST_BYTES = 64 * 1024;
/** granted, granted with modifications */
const GRANTED = new Set([0, 1]);

const wrong = (why: string, cause?: unknown) => new HubError('unavailable', 'timestamp.wrong', `The time stamping authority answered ${why}.`, { cause });

/** TimeStampReq: version 1, the imprint, a nonce, and the wish for its certificate. */
export const requestFor = (text: string, nonce: Buffer): Buffer =>
  sequence(integer(1), sequence(algorithm(OID.sha256), octets(hash('sha256', text, 'buffer'))), integer(nonce), boolean(true));

/** The token in a TimeStampResp. */
export function tokenIn(response: Buffer): Buffer {
  const whole = valueAt(response);
  const [status, token, ...rest] = (whole?.tag === 0x30 && whole.raw.length === response.length && valuesIn(whole.body)) || [];
  const [code, ...why] = (status?.tag === 0x30 && valuesIn(status.body)) || [];
  if (code?.tag !== 0x02 || code.body.length !== 1 || rest.length > 0) throw wrong('what is no response');
  if (!GRANTED.has(code.body[0]!)) {
    const words = Buffer.concat(why.map(({ body }) => body))
      .toString('latin1')
      .replace(/[^ -~]+/g, ' ')
      .trim()
      .slice(0, 200);
    throw new HubError('unavailable', 'timestamp.refused', `The time stamping authority refused with status ${code.body[0]}${words ? `: ${words}` : ''}.`);
  }
  if (!token) throw wrong('without a token');
  return Buffer.from(token.raw);
}

export function makeTsa({ url, trusted = [], timeoutMs = TIMEOUT_MS }: TsaOptions): AskTsa {
  async function ask(request: Buffer, signal: AbortSignal | undefined): Promise<Buffer> {
    const headers = { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' };
    try {
      const body = new Uint8Array(request);
      const response = await fetch(url, {
        method: 'POST',
        headers,
        body,
        redirect: 'error',
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]),
      });
      if (!response.ok) throw new Error(`it answered ${response.status}`);
      const answer = response.body && (await bytesOf(response.body, MOST_BYTES));
      if (!answer) throw wrong('too much, or nothing');
      return answer;
    } catch (cause) {
      if (cause instanceof HubError) throw cause;
      throw new HubError('unavailable', 'timestamp.unavailable', 'The time stamping authority does not answer.', { cause });
    }
  }
  return async (text, signal) => {
    const nonce = Buffer.concat([Buffer.of(1), randomBytes(8)]); // begins with a byte that is neither zero nor a sign
    const token = tokenIn(await ask(requestFor(text, nonce), signal));
    try {
      const found = checkToken(token, text, trusted);
      if (found.nonce !== nonce.toString('hex')) throw new Error('the nonce is another');
      if (trusted.length > 0 && !found.pinned) throw new Error(`it is signed by ${found.by}, whom nobody here trusts`);
      return { token, at: found.at };
    } catch (cause) {
      throw wrong(`with a token that does not hold: ${(cause as Error).message}`, cause);
    }
  };
}
