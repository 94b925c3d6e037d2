// `hub projections rebuild` and `verify`: views built again from the log beside the live ones.
import { parseArgs } from 'node:util';
import { abandon, type BuildProgress, type Built, type BuildOptions, buildViews } from '#infra/postgres/builds.ts';
import { type Difference, isSame } from '#infra/postgres/differences.ts';
import { VIEWS_GROUP, views } from '#projections/index.ts';
import type { View } from '#projections/kernel/projection.ts';
import { makeFoundation } from '../foundation.ts';
import { MANIFESTS } from '../manifests.ts';
import type { RoleConfig } from '../role.ts';
import { upcast } from '../upcast.ts';

const known = views.map((v) => v.name);
/** Trimmed as it grows, so the whole of it is never there to be compared. */
const NEVER_WHOLE = 'live-feed';

/** Undefined, with a word on standard error, when a name is none. */
function named(names: readonly string[]): readonly View[] | undefined {
  const strange = names.find((name) => !known.includes(name));
  if (strange !== undefined) return void console.error(`hub: there is no view ${strange}. Views: ${known.join(', ')}`);
  return views.filter(({ name }) => names.includes(name));
}

const tell = ({ build, part, eventsPerSecond, secondsLeft }: BuildProgress) =>
  console.error(
    `  ${build}: ${Math.round(part * 100)} %, ${eventsPerSecond} events/s${secondsLeft === undefined ? '' : `, about ${Math.ceil(secondsLeft)} s left`}`,
  );

const differenceLines = ({ view, added, changed, removed, sample }: Difference) => [
  `  ${view}: ${added} rows added, ${changed} changed, ${removed} removed`,
  ...sample.map((row) => `    ${row.what} ${row.tenant}/${row.id} ${row.columns.join(', ')}`),
];

export async function run(config: RoleConfig, options: Omit<BuildOptions, 'group'>): Promise<Built> {
  const base = makeFoundation({ ...config, logLevel: 'error' }, 'projections');
  try {
    const deps = {
      ownerUrl: config.postgresUrl,
      projectorUrl: base.projectorUrl,
      log: base.store,
      open: base.openWithin(MANIFESTS.views),
      now: () => new Date(),
      upcast,
    };
    return await buildViews(deps, { group: VIEWS_GROUP, onProgress: tell, ...options });
  } finally {
    await base.close();
  }
}

const OPTIONS = { all: { type: 'boolean', default: false }, tenant: { type: 'string' }, diff: { type: 'boolean', default: false } } as const;

export async function rebuild(config: RoleConfig, args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  const some = named(values.all ? known : positionals);
  if (!some) return 2;
  if (some.length === 0) return (console.error('hub: name the views to build again, or --all'), 2);
  const { build, events, seconds, swapped, differences = [] } = await run(config, { views: some, tenant: values.tenant, onlyCompare: values.diff });
  const rate = Math.round(events / Math.max(seconds, 0.001));
  console.log(
    `${build}: ${events} events in ${seconds.toFixed(1)} s (${rate}/s), ${swapped ? 'live' : 'compared; run it again without --diff to let it go live'}`,
  );
  for (const line of differences.filter((d) => !isSame(d)).flatMap(differenceLines)) console.log(line);
  if (!swapped && differences.every(isSame)) console.log('  no row differs');
  return 0;
}

export async function verify(config: RoleConfig, args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const some = named(positionals.length > 0 ? positionals : known.filter((name) => name !== NEVER_WHOLE));
  if (!some) return 2;
  const { build, events, differences = [] } = await run(config, { views: some, onlyCompare: true });
  await abandon(config.postgresUrl, build);
  const other = differences.filter((d) => !isSame(d));
  console.log(`${some.length} views built again from ${events} events: ${other.length === 0 ? 'every row is what it was' : `${other.length} differ`}`);
  for (const line of other.flatMap(differenceLines)) console.log(line);
  return other.length === 0 ? 0 : 1;
}
