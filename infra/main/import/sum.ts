// All answers of an import as one report, for a person or a tool.
import type { Fault } from '#write-side/fhir/faults.ts';
import type { Answer } from './client.ts';

export type Sum = {
  files: number;
  created: number;
  updated: number;
  unchanged: number;
  skipped: Record<string, number>;
  rejected: (Fault & { file: string })[];
  /** Files of which nothing was taken for another reason than their content. */
  failed: { file: string; why: string }[];
  /** The highest log position reached; send it as Hub-Wait-For to read a view that shows all of it. */
  position?: string;
};
export const emptySum = (): Sum => ({ files: 0, created: 0, updated: 0, unchanged: 0, skipped: {}, rejected: [], failed: [] });

export function addTo(sum: Sum, file: string, answer: Answer): void {
  sum.files += 1;
  if ('failed' in answer) return void sum.failed.push({ file, why: answer.failed });
  const { created, updated, unchanged, skipped, rejected, position } = answer.report;
  sum.created += created;
  sum.updated += updated;
  sum.unchanged += unchanged;
  for (const [type, count] of Object.entries(skipped)) sum.skipped[type] = (sum.skipped[type] ?? 0) + count;
  sum.rejected.push(...rejected.map((fault) => ({ file, ...fault })));
  if (position && (sum.position === undefined || BigInt(position) > BigInt(sum.position))) sum.position = position;
}
export const isClean = ({ rejected, failed }: Sum): boolean => rejected.length === 0 && failed.length === 0;

const MOST = 20;
const number = (n: number) => Math.round(n).toLocaleString('en');
const rate = (n: number, seconds: number) => (n / seconds).toLocaleString('en', { maximumFractionDigits: n / seconds < 10 ? 1 : 0 });

function lines<T>(title: string, all: readonly T[], line: (item: T) => string): string[] {
  if (all.length === 0) return [];
  const more = all.length > MOST ? [`    and ${number(all.length - MOST)} more; --json names all`] : [];
  return [`  ${title} ${number(all.length)}`, ...all.slice(0, MOST).map((item) => `    ${line(item)}`), ...more];
}

export function sumText(sum: Sum, seconds: number): string {
  const events = sum.created + sum.updated;
  const skipped = Object.entries(sum.skipped).toSorted(([, a], [, b]) => b - a);
  return [
    `  ${number(sum.files)} files in ${seconds.toFixed(1)} s: ${rate(sum.files, seconds)} files/s, ${rate(events, seconds)} events/s`,
    `  created ${number(sum.created)} · updated ${number(sum.updated)} · unchanged ${number(sum.unchanged)}`,
    ...(skipped.length > 0 ? [`  skipped, as the hub does not record these types: ${skipped.map(([type, n]) => `${type} ${number(n)}`).join(', ')}`] : []),
    ...lines('rejected', sum.rejected, ({ file, code, diagnostics }) => `${file}: ${diagnostics} [${code}]`),
    ...lines('failed', sum.failed, ({ file, why }) => `${file}: ${why}`),
  ].join('\n');
}
