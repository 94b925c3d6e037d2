// For commands that work beside a running hub: the engines' URLs, from the environment or from the hub that runs on this data folder.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import type { Urls } from './engines.ts';
import type { RoleConfig } from './role.ts';

export const NO_HUB = 'hub: no hub runs on this data folder: start it first, or set the four engine URLs';

/** Undefined when a URL is neither set nor known from a hub on this data folder. */
export function withEngines(config: Config): RoleConfig | undefined {
  const file = join(config.data, 'engines.json');
  const running = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Urls) : undefined;
  const [eventStoreUrl, postgresUrl] = [config.eventStoreUrl ?? running?.eventStore, config.postgresUrl ?? running?.postgres];
  const [keysUrl, clickHouseUrl] = [config.keysUrl ?? running?.keys, config.clickHouseUrl ?? running?.clickHouse];
  return eventStoreUrl && postgresUrl && keysUrl && clickHouseUrl ? { ...config, eventStoreUrl, postgresUrl, keysUrl, clickHouseUrl } : undefined;
}
