// Whether this process would know by now that a key was destroyed elsewhere. Notices come over one connection, in order with its answers: an
// answered heartbeat means that every notice before it has been heard. Without one, nothing remembered may be used.
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { KEYS_CHANNEL } from './key-rows.ts';

export type KeyWatch = {
  /** False while notices may be missed. */
  isCurrent(): boolean;
  /** Called with `tenant/subject` or `tenant/`; with undefined when anything may have changed. */
  onChange(hear: (name: string | undefined) => void): void;
  close(): Promise<void>;
};

const BEAT_MS = 500;
/** Longest that a key destroyed elsewhere opens here when its notice is lost with the connection. */
export const KEY_BOUND_MS = 2000;

/** Connects at once and again whenever the connection is lost. */
export function makeKeyWatch(url: string, now: () => number = () => performance.now()): KeyWatch {
  const hearers: ((name: string | undefined) => void)[] = [];
  const tell = (name: string | undefined) => hearers.forEach((hear) => hear(name));
  const closing = new AbortController();
  let heardUntil = Number.NEGATIVE_INFINITY;
  let client: Client | undefined;

  async function session(): Promise<void> {
    const connection = new Client({
      ...{ connectionString: url, application_name: 'hub key watch', keepAlive: true },
      ...{ connectionTimeoutMillis: KEY_BOUND_MS, query_timeout: KEY_BOUND_MS },
    });
    client = connection;
    let isOver = false;
    connection.on('error', () => (isOver = true)).on('end', () => (isOver = true));
    connection.on('notification', ({ payload }) => tell(payload || undefined));
    await connection.connect();
    await connection.query(`listen ${KEYS_CHANNEL}`);
    tell(undefined);
    while (!isOver && !closing.signal.aborted) {
      const asked = now();
      await connection.query('select 1');
      heardUntil = asked + KEY_BOUND_MS;
      await sleep(BEAT_MS, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      await session().catch(() => undefined);
      heardUntil = Number.NEGATIVE_INFINITY;
      await client?.end().catch(() => undefined);
      await sleep(BEAT_MS, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  }
  const running = run();
  return {
    isCurrent: () => now() < heardUntil,
    onChange: (hear) => void hearers.push(hear),
    async close() {
      closing.abort();
      await running;
    },
  };
}
