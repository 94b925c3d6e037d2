// The geometry of a chart, worked out apart from its drawing: what names, what measures, and how long everything is.
import type { Answer, Chart, Column } from './types.ts';

export type Series = { readonly name: string; readonly values: readonly (number | null)[] };
export type Shape = { readonly labels: readonly string[]; readonly series: readonly Series[]; readonly least: number; readonly most: number };

export const isNumeric = ({ type }: Column): boolean => /^(Nullable\()?(LowCardinality\()?(Nullable\()?(U?Int|Float|Decimal)/.test(type);
const numberOf = (value: unknown): number | null => {
  const number = value === null || value === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : null;
};
export const textOf = (value: unknown): string =>
  value === null || value === undefined ? '–' : typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);

/** `chart` may name columns that are not there any more: then the first that fits takes their place. */
export function shapeOf({ meta, data }: Answer, chart: Chart): Shape {
  const at = (name: string | undefined) => meta.findIndex((column) => column.name === name);
  const x =
    at(chart.x) >= 0
      ? at(chart.x)
      : Math.max(
          0,
          meta.findIndex((column) => !isNumeric(column)),
        );
  const wanted = (chart.y ?? []).map(at).filter((i) => i >= 0);
  const numeric = meta.flatMap((column, i) => (isNumeric(column) && i !== x ? [i] : []));
  const measured = wanted.length > 0 ? wanted : numeric.length > 0 ? numeric : meta.length === 1 ? [0] : [];
  const series = measured.map((i) => ({ name: meta[i]!.name, values: data.map((row) => numberOf(row[i])) }));
  const all = series.flatMap(({ values }) => values.filter((value) => value !== null));
  return { labels: data.map((row) => textOf(row[x])), series, least: Math.min(0, ...all), most: Math.max(0, ...all) };
}

/** Round steps from `least` to at least `most`: 1, 2 or 5 times a power of ten. */
export function ticks(least: number, most: number, wanted = 4): number[] {
  const span = most - least || 1;
  const raw = span / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= raw) ?? raw;
  const [first, last] = [Math.floor(least / step), Math.ceil(most / step)];
  return Array.from({ length: Math.max(1, last - first) + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Points of a line in a box; a missing value breaks it. */
export function linesOf(values: readonly (number | null)[], box: { width: number; height: number }, [least, most]: readonly [number, number]): string[] {
  const x = (i: number) => (values.length === 1 ? box.width / 2 : (i * box.width) / (values.length - 1));
  const y = (value: number) => box.height - ((value - least) / (most - least || 1)) * box.height;
  const lines: string[][] = [[]];
  values.forEach((value, i) => (value === null ? lines.push([]) : lines.at(-1)!.push(`${x(i).toFixed(1)},${y(value).toFixed(1)}`)));
  return lines.filter((line) => line.length > 0).map((line) => line.join(' '));
}
