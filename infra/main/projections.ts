// `hub projections`: how far the views are, views built again beside the live ones, and what could not be applied.
import { views } from '#projections/index.ts';
import { readConfig } from './config.ts';
import type { RoleConfig } from './role.ts';
import { NO_HUB, withEngines } from './running-engines.ts';

const HELP = `hub projections [--json]
  How far each view is, and how many events it could not apply.
hub projections rebuild NAME… | --all [--tenant T] [--diff]
  Builds the views again from the log beside the live ones, as NAME@VERSION, and lets them take their place at once when they are level. Who
  reads notices nothing, and nothing is sent, pushed or started again. Killed at any moment, the same command goes on where it was.
  --tenant  only this tenant's rows: to try a changed view on one tenant first
  --diff    stop before the exchange and show which rows would be added, changed or removed; without --diff it then goes on from there
hub projections verify [NAME…]
  Builds the views again and compares them with the live ones, row by row. Changes nothing. Exit code 1 when they differ.
hub projections parked [--json]
  The events that could not be applied, with the place of the error, and what waits behind them.
hub projections replay | discard VIEW EVENT --tenant T --reason WHY
  Tries a parked event again, or goes on without it for ever; then what waits behind it is tried. Recorded in the log, with who and why.

  Run it on the machine of a running hub (same HUB_DATA and settings). Views: ${views.map((v) => v.name).join(', ')}.`;

type Command = (config: RoleConfig, args: string[]) => Promise<number>;
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  list: async () => (await import('./projections/list.ts')).list,
  rebuild: async () => (await import('./projections/rebuild.ts')).rebuild,
  verify: async () => (await import('./projections/rebuild.ts')).verify,
  parked: async () => (await import('./projections/parked.ts')).parked,
  replay: async () => (await import('./projections/parked.ts')).replay,
  discard: async () => (await import('./projections/parked.ts')).discard,
};

/** Exit code 0: done; 1: events are parked, or views differ; 2: it could not begin. */
export async function runProjections(args: string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) return (console.log(HELP), 0);
  const [name, ...rest] = args[0]?.startsWith('-') === false ? args : ['list', ...args];
  const load = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) return (console.error(`hub: there is no "projections ${name}"; see hub projections --help`), 2);
  const command = await load();
  const config = withEngines(readConfig(process.env));
  if (!config) return (console.error(NO_HUB), 2);
  return command(config, rest);
}
