// Hears PostgreSQL say that views were written. A notice is only a hint: whoever hears it reads what is new, and reads anyway from time to time.
import { Client } from 'pg';

export type Notices = { stop(): Promise<void> };
const AGAIN_MS = 500;

/** Calls `onNotice` after each `NOTIFY channel`, and once after every (re)connection, because notices in between are lost. */
export function listenTo(url: string, channel: string, onNotice: () => void, onTrouble: (error: unknown) => void): Notices {
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const again = (error: unknown) => {
    if (stopped || timer) return;
    onTrouble(error);
    timer = setTimeout(() => {
      timer = undefined;
      void connect();
    }, AGAIN_MS);
  };
  const connect = async () => {
    const next = new Client({ connectionString: url, keepAlive: true });
    client = next;
    next.on('error', again);
    next.on('end', () => again(new Error('the connection for notices ended')));
    next.on('notification', onNotice);
    try {
      await next.connect();
      await next.query(`listen ${next.escapeIdentifier(channel)}`);
      onNotice();
    } catch (error) {
      await next.end().catch(() => undefined);
      again(error);
    }
  };
  void connect();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
