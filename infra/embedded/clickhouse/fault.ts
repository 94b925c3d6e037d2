// Errors as ClickHouse's HTTP interface words them: a numeric code, a name, and the status the official client maps.

/** A refusal by this server itself, under the code a ClickHouse server would use for the same thing. */
export class Refusal extends Error {
  constructor(code: number, name: string, message: string) {
    super(`Code: ${code}. DB::Exception: ${message} (${name})`);
  }
}
export const syntaxRefusal = (message: string) => new Refusal(62, 'SYNTAX_ERROR', message);
export const accessRefusal = (message: string) => new Refusal(497, 'ACCESS_DENIED', message);
export const unsupported = (message: string) => new Refusal(48, 'NOT_IMPLEMENTED', message);
export const tooLarge = (message: string) => new Refusal(307, 'TOO_MANY_BYTES', message);
export const tooMany = (message: string) => new Refusal(202, 'TOO_MANY_SIMULTANEOUS_QUERIES', message);

export type Fault = { readonly code: number; readonly status: number; readonly text: string };

const STATUS: Readonly<Record<number, number>> = { 60: 404, 81: 404, 47: 404, 46: 404, 159: 408, 202: 503, 307: 413, 497: 403, 164: 403, 48: 501 };
const CALLERS_MISTAKE = new Set([6, 26, 27, 36, 42, 43, 53, 57, 62, 82, 115, 117, 386, 456, 457]);

/** The code stands in the message text only; chdb puts "Query failed: " before it. Without a code it is a defect here: 1002. */
export function toFault(error: unknown): Fault {
  const message = error instanceof Error ? error.message : String(error);
  const at = message.indexOf('Code: ');
  const code = at < 0 ? 1002 : Number.parseInt(message.slice(at + 6), 10);
  const text = at < 0 ? `Code: 1002. DB::Exception: ${message} (UNKNOWN_EXCEPTION)` : message.slice(at);
  return { code, status: STATUS[code] ?? (CALLERS_MISTAKE.has(code) ? 400 : 500), text: `${text.trim()}\n` };
}
