// Which fields of events hold words that people write: derived from the schemas, so that a new one is not forgotten.
import { z } from 'zod';
import { slices } from '#domain/index.ts';
import type { FieldClass } from '#domain/kernel/messages.ts';

type Schema = { type?: string; format?: string; pattern?: string; enum?: unknown; const?: unknown; maxLength?: number } & Record<string, unknown>;
/** Shorter fields hold codes and names of things. */
const WORDS = 100;
const isFree = ({ type, format, pattern, enum: choice, const: fixed, maxLength = Infinity }: Schema) =>
  type === 'string' && !format && !pattern && !choice && fixed === undefined && maxLength >= WORDS;
/** Names of fields that hold ids and digests, which nobody types. */
const MACHINE = /(Id|Key|Hash|[iI]dentity|fingerprint|sha256|signature|externalId|url|language|timezone|publicKey)$/;
const holdsWords = (schema: unknown): boolean =>
  typeof schema === 'object' &&
  schema !== null &&
  (isFree(schema as Schema) || Object.entries(schema).some(([name, inner]) => !MACHINE.test(name) && holdsWords(inner)));

/** What the hub's own parts write, never a person. */
const OWN: ReadonlySet<string> = new Set(['DataDisclosed', 'FindingRaised', 'RecommendationIssued']);

/** Event types with words in fields of these classes, and which fields. */
export function fieldsWithWords(...classes: readonly FieldClass[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { events } of slices)
    for (const [type, spec] of Object.entries(events))
      for (const [field, schema] of classes.flatMap((held) => Object.entries(spec[held] ?? {})))
        if (!OWN.has(type) && !MACHINE.test(field) && holdsWords(z.toJSONSchema(schema, { unrepresentable: 'any' })))
          found.set(type, [...(found.get(type) ?? []), field]);
  return found;
}

/** Every string in a value, however deep; sealed ones are none. */
export const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null && !('$sealed' in value) ? Object.values(value).flatMap(textsIn) : [];
};
