// A further api process beside a running hub's own: same engines, same keys, its own port.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Urls } from '../main/engines.ts';
import { startRole } from '../main/role-process.ts';
import { freePort, type Hub } from './hub.ts';

export const enginesOf = ({ data }: Pick<Hub, 'data'>): Urls => JSON.parse(readFileSync(join(data, 'engines.json'), 'utf8')) as Urls;

export async function startApiBeside(hub: Pick<Hub, 'data'>, env: Record<string, string> = {}) {
  const urls = enginesOf(hub);
  const port = String(await freePort());
  const { eventStore: EVENTSTORE_URL, postgres: POSTGRES_URL, keys: KEYS_URL, clickHouse: CLICKHOUSE_URL } = urls;
  const all = { ...process.env, EVENTSTORE_URL, POSTGRES_URL, KEYS_URL, CLICKHOUSE_URL, HUB_DATA: hub.data, HUB_PORT: port, ...env };
  const child = await startRole('api', all, join(hub.data, 'logs'));
  return { ...child, address: `http://127.0.0.1:${port}`, kill: () => process.kill(child.pid, 'SIGKILL') };
}
