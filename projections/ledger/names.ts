// What an event speaks of, by ids that its definition keeps in the clear: how a case's or a patient's streams are found.
import type { SealedEvent } from './leaf.ts';

const NAMED = { caseId: 'case', patientId: 'patient' } as const;

/** `case ID` and `patient ID`, each once. */
export function namesIn({ stream, data, meta }: SealedEvent): string[] {
  const own = /\.(case|patient)-(.+)$/.exec(stream);
  const { subject, subjects = {} } = meta as { subject?: string; subjects?: Record<string, string> };
  const fields = data as Record<string, unknown>;
  const ids = Object.entries(NAMED).flatMap(([field, kind]) => (typeof fields[field] === 'string' ? [`${kind} ${fields[field]}`] : []));
  const people = [subject, ...Object.values(subjects)].flatMap((id) => (id ? [`patient ${id}`] : []));
  return [...new Set([...(own ? [`${own[1]} ${own[2]}`] : []), ...ids, ...people])];
}
