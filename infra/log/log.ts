// Logs that cannot hold a body or personal data: an entry is a constant event name and fields from a closed list.
import pino from 'pino';
import { HubError } from '#domain/kernel/errors.ts';
import { frames, scrub } from './scrub.ts';

const FIELDS = [
  'correlationId',
  'trace',
  'method',
  'route',
  'status',
  'ms',
  'tenant',
  'slice',
  'type',
  'outcome',
  'code',
  'group',
  'position',
  'lag',
  'attempt',
  'engine',
  'role',
  'agent',
  'rule',
  'count',
  'bytes',
  'revision',
  'stream',
  'eventId',
  'memberId',
  'session',
  'port',
  'pid',
  'signal',
  'version',
  'reason',
] as const; // prettier-ignore
export type LogFields = { readonly [F in (typeof FIELDS)[number]]?: string | number | boolean | bigint | undefined };
export type Log = {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  /** The error's name, code, scrubbed message and stack frames; its causes likewise, three deep. */
  error(event: string, error: unknown, fields?: LogFields): void;
  child(fields: LogFields): Log;
};

const allowed = new Set<string>(FIELDS);
const plain = (value: unknown): string | number | boolean | undefined => {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return value.toString();
  return typeof value === 'string' ? value.slice(0, 200) : undefined;
};
const pick = (fields: LogFields = {}): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (allowed.has(name) && value !== undefined ? [[name, plain(value)]] : [])));

function describe(error: unknown, depth = 0): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = error instanceof HubError ? error.code : (error as { code?: unknown }).code;
  return {
    name: error.name,
    ...(typeof code === 'string' && { code }),
    message: scrub(error.message),
    frames: frames(error.stack),
    ...(error.cause !== undefined && depth < 3 && { cause: describe(error.cause, depth + 1) }),
  };
}

const wrap = (p: pino.Logger): Log => ({
  debug: (event, fields) => p.isLevelEnabled('debug') && p.debug(pick(fields), event),
  info: (event, fields) => p.isLevelEnabled('info') && p.info(pick(fields), event),
  warn: (event, fields) => p.isLevelEnabled('warn') && p.warn(pick(fields), event),
  error: (event, error, fields) => p.error({ ...pick(fields), error: describe(error) }, event),
  child: (fields) => wrap(p.child(pick(fields))),
});

/** A log that cannot be written, for want of disk for instance, is no reason to end: what could not be said is lost, and the next line tries anew. */
function output(): { write(line: string): void } {
  const begin = () => {
    const lines = pino.destination({ sync: false });
    return lines.on('error', () => {
      if (lines !== current) return;
      current = begin();
      lines.destroy();
    });
  };
  let current = begin();
  return { write: (line) => void current.write(line) };
}

/** JSON lines on `to` (standard output unless given), one per entry, `level` and above. */
export const makeLog = (options: { level?: string; name?: string; to?: { write(line: string): void } } = {}): Log =>
  wrap(
    pino(
      { level: options.level ?? 'info', base: options.name ? { name: options.name } : null, timestamp: pino.stdTimeFunctions.isoTime },
      options.to ?? output(),
    ),
  );
