// How much memory the processes of a hub hold, and whether it grows with what they have read.
import { readFileSync } from 'node:fs';
import { descendants } from '../../testing/faults/processes.ts';

const KINDS: readonly (readonly [name: string, is: RegExp])[] = [
  ['event store', /embedded\/eventstore\/main/],
  ['PostgreSQL', /^postgres: |bin\/postgres /],
  ['ClickHouse', /embedded\/clickhouse\/main/],
  ['api', /role api/],
  ['projections', /role projections/],
  ['agents', /role agents/],
  ['hub', /hub\.ts start/],
];
/** Megabytes. `own`: what nobody else can give back. `resident`: with the files and shared memory it has mapped. */
export type Memory = { readonly own: number; readonly resident: number };
/** `done`: events, or another measure of how far it is. */
export type Sample = { readonly atMs: number; readonly done: number; readonly of: Readonly<Record<string, Memory>> };

function memoryOf(pid: number): { own: number; shared: number } {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const mb = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) / 1024;
    return { own: mb('RssAnon'), shared: mb('RssFile') + mb('RssShmem') };
  } catch {
    return { own: 0, shared: 0 }; // it ended while we looked
  }
}

/** By kind of process, of all that `pid` has started. Of pages that several share the largest part counts once. */
export function memoryBelow(pid: number): Record<string, Memory> {
  const found = descendants(pid).flatMap(({ pid: id, command }) => {
    const kind = KINDS.find(([, is]) => is.test(command))?.[0];
    return kind ? [{ kind, ...memoryOf(id) }] : [];
  });
  return Object.fromEntries(
    [...Map.groupBy(found, ({ kind }) => kind)].map(([kind, some]) => {
      const own = some.reduce((sum, one) => sum + one.own, 0);
      return [kind, { own: Math.round(own), resident: Math.round(own + Math.max(...some.map(({ shared }) => shared))) }];
    }),
  );
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
/** What counts as no growth: a tenth, or as many megabytes as a collector leaves lying about. */
const [TENTH, SLACK_MB] = [1.1, 48];

export type Growth = {
  readonly kind: string;
  readonly before: number;
  readonly after: number;
  readonly most: number;
  readonly resident: number;
  readonly flat: boolean;
};

/** The medians of the second and of the last quarter of the way: the first is warming up. */
export function growthOf(samples: readonly Sample[]): Growth[] {
  const [first, way] = [samples[0]?.done ?? 0, (samples.at(-1)?.done ?? 0) - (samples[0]?.done ?? 0)];
  const between = (from: number, to: number) => samples.filter(({ done }) => done >= first + way * from && done <= first + way * to);
  const [second, last] = [between(0.25, 0.5), between(0.75, 1)];
  return KINDS.flatMap(([kind]) => {
    const own = (some: readonly Sample[]) => some.flatMap(({ of }) => of[kind]?.own ?? []);
    if (own(samples).length === 0) return [];
    const [before, after] = [median(own(second)), median(own(last))];
    const resident = Math.max(...samples.flatMap(({ of }) => of[kind]?.resident ?? []));
    return [{ kind, before, after, most: Math.max(...own(samples)), resident, flat: after <= Math.max(before * TENTH, before + SLACK_MB) }];
  });
}
