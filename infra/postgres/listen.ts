// PostgreSQL's notices, over a connection that comes back by itself.
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

export type Listener = {
  /** Ready once the first connection listens. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
};
type Handlers = {
  readonly onNotice: (payload: string) => void;
  /** Listening, for the first time or again: notices may have been missed, so look for yourself. */
  readonly onListening?: () => void;
};
/** Who only listens hears nothing of a connection that is half open, so it asks now and then. */
const PULSE_MS = 5000;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5000;

/** Calls `onNotice` for each notice on `channel` until closed. */
export function listen(url: string, channel: string, { onNotice, onListening }: Handlers): Listener {
  let client: Client | undefined;
  const closing = new AbortController();
  let isReady: () => void;
  const ready = new Promise<void>((resolve) => {
    isReady = resolve;
  });

  /** One connection, from its start to its end. */
  async function session(): Promise<void> {
    const connection = new Client({ connectionString: url, application_name: 'hub listen', connectionTimeoutMillis: PULSE_MS, query_timeout: PULSE_MS });
    client = connection;
    const ended = new Promise<void>((resolve) => connection.once('end', resolve));
    connection.on('error', () => {});
    connection.on('notification', ({ payload }) => onNotice(payload ?? ''));
    await connection.connect();
    await connection.query(`listen ${connection.escapeIdentifier(channel)}`);
    isReady();
    onListening?.();
    const pulse = setInterval(() => void connection.query('select 1').catch(() => connection.end().catch(() => {})), PULSE_MS);
    await ended.finally(() => clearInterval(pulse));
  }

  async function run(): Promise<void> {
    for (let wait = FIRST_WAIT_MS; !closing.signal.aborted; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      await session().then(
        () => {
          wait = FIRST_WAIT_MS;
        },
        () => client?.end().catch(() => {}),
      );
      await sleep(wait, undefined, { signal: closing.signal }).catch(() => {});
    }
  }
  const running = run();
  return {
    ready,
    close: async () => {
      closing.abort();
      await client?.end().catch(() => {});
      await running;
    },
  };
}
