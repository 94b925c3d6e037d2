// `hub projections`: how far each view is, and `hub projections rebuild`: a view made again from the log, beside a running hub.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { makeEventStore } from '#infra/eventstore/store.ts';
import { makePool, type Pool } from '#infra/postgres/pool.ts';
import { rebuild } from '#infra/postgres/rebuild.ts';
import { views } from '#projections/index.ts';
import { readConfig } from './config.ts';
import type { RoleConfig } from './role.ts';
import { NO_HUB, withEngines } from './running-engines.ts';

const HELP = `hub projections [--json]
  How far each view is, and how many events it could not apply.
hub projections rebuild NAME… | --all [--no-wait]
  Empties the views and lets the running hub make them again from the start of the log; parked events are tried again. Waits until they
  are level. Until then queries find them unfinished; what was never in the log is not lost, since a view holds nothing else.
  Run it on the machine of a running hub (same HUB_DATA and settings). Views: ${views.map((v) => v.name).join(', ')}.`;

type Standing = { view: string; position: bigint | null; parked: number };
const standings = async (pool: Pool): Promise<Standing[]> => (await pool.query<Standing>('select view, position, parked from checkpoints order by view')).rows;

async function list({ postgresUrl }: RoleConfig, json: boolean): Promise<number> {
  const pool = makePool({ url: postgresUrl, max: 1, name: 'hub projections' });
  try {
    const rows = (await standings(pool)).map(({ view, position, parked }) => ({ view, position: position?.toString() ?? null, parked }));
    console.log(json ? JSON.stringify(rows) : rows.map((r) => `  ${r.view.padEnd(24)} ${(r.position ?? 'none').padStart(14)}  parked ${r.parked}`).join('\n'));
    return rows.some((r) => r.parked > 0) ? 1 : 0;
  } finally {
    await pool.end();
  }
}

/** Until every named view has reached `position`. */
async function level(pool: Pool, names: ReadonlySet<string>, position: bigint): Promise<void> {
  for (;;) {
    const at = (await standings(pool)).filter(({ view }) => names.has(view));
    if (at.length === names.size && at.every((row) => row.position !== null && row.position >= position)) return;
    await sleep(100);
  }
}

async function remake({ postgresUrl, eventStoreUrl }: RoleConfig, names: ReadonlySet<string>, wait: boolean): Promise<number> {
  const pool = makePool({ url: postgresUrl, max: 1, name: 'hub projections' });
  const store = makeEventStore({ url: eventStoreUrl });
  const since = performance.now();
  try {
    const head = await store.head();
    for (const view of views) if (names.has(view.name)) await rebuild(pool, view);
    if (wait && head !== undefined) await level(pool, names, head);
    const said = wait ? `made again from the log in ${((performance.now() - since) / 1000).toFixed(1)} s` : 'emptied; the hub is making them again';
    console.log(`${[...names].join(', ')}: ${said}`);
    return 0;
  } finally {
    await Promise.all([pool.end(), store.close()]);
  }
}

const OPTIONS = {
  all: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  'no-wait': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Exit code 0: done; for the list, 1 when a view has parked events; 2 when it could not begin. */
export async function runProjections(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  if (values.help) return (console.log(HELP), 0);
  const [what, ...given] = positionals;
  if (what !== undefined && what !== 'rebuild') return (console.error(`hub: there is no "projections ${what}"; see hub projections --help`), 2);
  const known = views.map((v) => v.name);
  const names = new Set(values.all ? known : given);
  const strange = [...names].find((name) => !known.includes(name));
  if (strange) return (console.error(`hub: there is no view ${strange}. Views: ${known.join(', ')}`), 2);
  if (what && names.size === 0) return (console.error('hub: name the views to make again, or --all'), 2);
  const config = withEngines(readConfig(process.env));
  if (!config) return (console.error(NO_HUB), 2);
  return what ? remake(config, names, !values['no-wait']) : list(config, values.json);
}
