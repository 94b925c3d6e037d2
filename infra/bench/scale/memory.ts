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
export type Sample = { readonly done: number; readonly of: Readonly<Record<string, Memory>> };

function memoryOf(pid: number): { own: number; shared: number } {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const mb = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) / 1024;
    return { own: mb('RssAnon'), shared: mb('RssFile') + mb('RssShmem') };
  } catch {
    return { own: 0, shared: 0 }; // it ended while we looked
  }
}

/** Of all its threads, in both modes. */
export function cpuSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100; // ticks of a hundredth, as on every Linux
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
/** The median of the slopes between all pairs (Theil and Sen): what a collector leaves lying about in a few samples does not bend it. */
function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const slopes = points.flatMap(([x, y], i) => points.slice(i + 1).flatMap(([other, height]) => (other === x ? [] : [(height - y) / (other - x)])));
  return median(slopes);
}
/** What counts as no growth over half of the way: a tenth, or so many megabytes. */
const [TENTH, SLACK_MB] = [0.1, 32];
/** Samples without which nothing is said. */
const FEWEST = 8;

/** `slope`: megabytes for each million events, over the second half of the way. */
export type Growth = {
  readonly kind: string;
  readonly typical: number;
  readonly most: number;
  readonly resident: number;
  readonly slope: number;
  readonly verdict: 'flat' | 'GROWS' | 'too short';
};

/** A straight line through the second half of the way: the first is warming up. */
export function growthOf(samples: readonly Sample[]): Growth[] {
  const [first, last] = [samples[0]?.done ?? 0, samples.at(-1)?.done ?? 0];
  const half = samples.filter(({ done }) => done >= (first + last) / 2);
  const kinds = [...new Set(samples.flatMap(({ of }) => Object.keys(of)))];
  return kinds.map((kind) => {
    const points = half.flatMap(({ done, of }) => (of[kind] ? [[done / 1e6, of[kind].own] as const] : []));
    const [typical, slope] = [median(points.map(([, own]) => own)), slopeOf(points)];
    const grown = (slope * (last - first)) / 2e6;
    const all = samples.flatMap(({ of }) => of[kind] ?? []);
    const [most, resident] = [Math.max(...all.map(({ own }) => own)), Math.max(...all.map((one) => one.resident))];
    return {
      kind,
      typical,
      most,
      resident,
      slope,
      verdict: points.length < FEWEST ? 'too short' : grown <= Math.max(typical * TENTH, SLACK_MB) ? 'flat' : 'GROWS',
    };
  });
}
