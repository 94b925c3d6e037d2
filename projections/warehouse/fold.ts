// What every fold of this folder gets: an event, and ready answers for its pseudonyms and opened fields. Folds are pure.
import type { Recorded } from '#domain/kernel/envelope.ts';
import { isAbsent, isSealed } from '#domain/kernel/sealing.ts';
import type { Row } from './ports.ts';

/** Events as the log holds them; folds read fields by name and expect any of them to be missing. */
export type LogEvent = Recorded<{ type: string; data: object }>;
export type Known = {
  /** The pseudonym of a patient's, member's or resource's id; throws for an id nobody asked for beforehand. */
  readonly pseudonym: (id: string) => string;
  /** The plain value of a sealed field; undefined when it is missing or its person's key is destroyed. */
  readonly opened: (event: LogEvent, field: string) => unknown;
};
export type Fold = (event: LogEvent, known: Known) => readonly Row[];

export const fieldOf = (event: LogEvent, field: string): unknown => (event.data as Record<string, unknown>)[field];
export const textOf = (event: LogEvent, field: string): string => {
  const value = fieldOf(event, field);
  return typeof value === 'string' && !isSealed(value) && !isAbsent(value) ? value : '';
};

/** As ClickHouse reads a DateTime64 in any of its settings: `2026-01-31 12:00:00.000`, UTC. */
export function timestamp(at: Date | string): string {
  const iso = typeof at === 'string' ? (UTC.test(at) ? at : new Date(at).toISOString()) : at.toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}`;
}
/** As JavaScript writes an instant, and so nearly every time in the log. */
const UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** When it happened by the command's clock, and who did it by kind and role only. */
export const circumstances = ({ meta }: LogEvent) => ({ at: timestamp(meta.occurredAt), actor_kind: meta.actor.kind, actor_role: safeWord(meta.actor.role) });

/** One word of letters, such as a role or a status; anything else could be somebody's words or date and is left out. */
export const safeWord = (value: unknown): string => (typeof value === 'string' && /^[A-Za-z][A-Za-z_-]{0,63}$/.test(value) ? value : '');
