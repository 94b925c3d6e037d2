// `hub erasures`: how far the stores have followed the book of erasures, and what to do after a backup was restored.
import { lastEntry, makeMark } from '#infra/erasure/book.ts';
import { makePool } from '#infra/postgres/pool.ts';
import { makeReader } from '#infra/postgres/reader.ts';
import { readConfig } from './config.ts';
import { repeatErasures } from './erasing.ts';
import { makeFoundation } from './foundation.ts';
import { NO_HUB, withEngines } from './running-engines.ts';

const HELP = `hub erasures status
hub erasures replay
hub erasures adopt
  status  how many erasures there were, and how many of them the keys' database and the views' database have followed
  replay  does every erasure again, in the keys, the views and the warehouse; after any of them came back from a backup
  adopt   after the event log itself came back from an older backup: its erasures count from now on, those it has lost stay done
  Run it on the machine of a running hub (same HUB_DATA and settings). \`hub start\` repeats by itself what a restored database has forgotten.`;

/** Exit code 0: done, and equal; 1: a store is behind; 2: it could not begin. */
export async function runErasuresCommand([name = '--help']: string[]): Promise<number> {
  if (name === '--help' || name === '-h') return (console.log(HELP), 0);
  if (!['status', 'replay', 'adopt'].includes(name)) return (console.error(`hub: there is no "erasures ${name}"; see hub erasures --help`), 2);
  const config = withEngines(readConfig(process.env));
  if (!config) return (console.error(NO_HUB), 2);
  const base = makeFoundation({ ...config, logLevel: 'error' }, 'erasures');
  const owner = makePool({ url: config.postgresUrl, max: 2, name: 'hub erasures' });
  const reader = makeReader({ url: base.appUrl, max: 2 });
  const marks = { keys: makeMark(base.keys), views: makeMark(owner) };
  try {
    if (name === 'replay') await repeatErasures(base, config, { owner, reader }, true);
    const last = await lastEntry(base.store);
    if (name === 'adopt') for (const mark of Object.values(marks)) await mark.adopt(Math.min(last, await mark.read()));
    const [keys, views] = await Promise.all([marks.keys.read(), marks.views.read()]);
    console.log(`erasures: ${last + 1}; followed by the keys: ${keys + 1}, repeated in the views at a start: ${views + 1}`);
    return keys === last ? 0 : 1;
  } finally {
    await reader.close();
    await Promise.all([owner.end(), base.close()]);
  }
}
