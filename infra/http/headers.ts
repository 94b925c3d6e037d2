// The request headers the hub gives a meaning to. Each is checked here once; a malformed one is refused, never ignored.
import { createHash, randomUUID } from 'node:crypto';
import { HubError } from '#domain/kernel/errors.ts';
import type { Position } from '#domain/kernel/envelope.ts';
import type { Principal } from '#domain/kernel/route.ts';
import { traceIdOf } from './trace.ts';

type Headers = Readonly<Record<string, string | undefined>>;
const refuse = (header: string, message: string): HubError =>
  new HubError('invalid', 'request.header', `${header} ${message}`, { faults: [{ path: header, message }] });

/** The caller's own id, else the trace id of `traceparent`, else a fresh one. Anything unprintable or long is replaced. */
export function correlationId(headers: Headers): string {
  const given = headers['hub-correlation-id'];
  if (given && /^[\w.:-]{1,64}$/.test(given)) return given;
  return traceIdOf(headers['traceparent']) ?? randomUUID();
}

export function bearer(headers: Headers): string | undefined {
  return /^Bearer ([\w.~+/-]+=*)$/i.exec(headers['authorization'] ?? '')?.[1];
}

/** `If-Match: "7"`, or `"7.x"` as the ETag of a read has it → 7. */
export function ifMatch(headers: Headers): number | undefined {
  const given = headers['if-match'];
  if (given === undefined) return undefined;
  const revision = /^(?:W\/)?"?(\d{1,15})(?:\.[\w-]+)?"?$/.exec(given.trim())?.[1];
  if (revision === undefined) throw refuse('If-Match', 'must be a revision in quotes, as an ETag had it');
  return Number(revision);
}

/** Whether `If-None-Match` names this ETag, or anything at all. */
export function noneMatch(headers: Headers, etag: string): boolean {
  const given = headers['if-none-match'];
  return given !== undefined && (given.trim() === '*' || given.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag));
}

/** `If-Match` where no revision can be pinned is refused: whoever sends it counts on it. */
export function refusePin(headers: Headers): void {
  if (headers['if-match'] !== undefined) throw refuse('If-Match', 'cannot be honoured here: this is not a command on one stream');
}

/** `Hub-Wait-For: 1234` → 1234n. */
export function waitFor(headers: Headers): Position | undefined {
  const given = headers['hub-wait-for'];
  if (given === undefined) return undefined;
  if (!/^\d{1,19}$/.test(given)) throw refuse('Hub-Wait-For', 'must be a log position: a decimal number, as Hub-Position had it');
  return BigInt(given);
}

/** The id of the command a request gives: the same for the same key by the same member on the same route, else fresh. */
export function commandId(headers: Headers, who: Principal, route: string): string {
  const key = headers['idempotency-key'];
  if (key === undefined) return randomUUID();
  if (!/^[\x21-\x7e]{8,128}$/.test(key)) throw refuse('Idempotency-Key', 'must be 8 to 128 printable characters without spaces');
  return digestId(JSON.stringify([who.tenant, who.memberId, route, key, ...(who.credential?.customer ? [who.credential.customer.contactId] : [])]));
}

/** A UUIDv8 made of a digest. */
function digestId(input: string): string {
  const bytes = createHash('sha256').update(input).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
