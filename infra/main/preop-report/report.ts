// What the rules find in a set of patients, counted by rule and level.
import type { OpenedResource } from '#agents/kernel/ports.ts';
import { evaluate } from '#agents/pre-op/evaluate.ts';
import { RULES } from '#agents/pre-op/rules/index.ts';
import { LEVELS, type Level } from '#domain/recommendation/messages.ts';
import { lastOf } from './bundles.ts';

export type Patient = { readonly name: string; readonly resources: readonly OpenedResource[] };
export type Line = {
  readonly patient: string;
  readonly asOf: string;
  readonly rule: string;
  readonly level: Level;
  readonly code: string;
  readonly summary: string;
  readonly missing: readonly string[];
};
export type Options = { readonly procedure: { readonly code: string; readonly text: string }; readonly asOf?: number };

/** One line per finding. Without `asOf`, each patient is judged at the time of the last resource, so that data are not stale. */
export function findingsOf({ name, resources }: Patient, { procedure, asOf = lastOf(resources) }: Options): Line[] {
  return evaluate({ resources, at: asOf }, { procedure, since: 0 }).map(({ rule, finding }) => ({
    patient: name,
    asOf: new Date(asOf).toISOString().slice(0, 10),
    rule: `${rule.id}@${rule.version}`,
    level: finding.level,
    code: finding.code,
    summary: finding.summary.en,
    missing: finding.missing,
  }));
}

const SHOWN = LEVELS.filter((level) => level !== 'emergency');
/** A Markdown table: one row per rule, one column per level, and the patients the rule had nothing to say about. */
export function tableOf(lines: readonly Line[], patients: number): string {
  const rows = RULES.map(({ id, version }) => {
    const mine = lines.filter(({ rule }) => rule === `${id}@${version}`);
    const counts = SHOWN.map((level) => mine.filter((line) => line.level === level).length);
    return [`${id}@${version}`, ...counts, patients - mine.length];
  });
  const head = ['Rule', ...SHOWN, 'nothing to say'];
  return [head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
