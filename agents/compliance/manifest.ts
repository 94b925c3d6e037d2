// What the compliance agent opens: words that people write, to see whether numbers stand in them that belong elsewhere. It tells how many and where.
import type { Manifest } from '#domain/kernel/access.ts';
import { fieldsWithWords } from './rules/words.ts';

const FIELDS = [
  ...['content', 'reason', 'note', 'notes', 'text', 'interest', 'answers', 'findings', 'description', 'outcome', 'summary', 'terms', 'evaluation'],
  ...['segments', 'fileName'],
] as const;
export const complianceManifest: Manifest = { name: 'compliance', purpose: 'administration', told: true, fields: FIELDS };

/** Sealed fields whose schema allows words, and which it leaves closed all the same: where such numbers belong, what is secret, and what is chosen from lists. */
export const LEFT_CLOSED: readonly string[] = [
  ...['name', 'resource', 'value', 'system', 'customer', 'insurer', 'phone', 'driver', 'plate', 'tracking', 'body'],
  ...['secret', 'recovery', 'secrets'],
  ...['procedure', 'interpreter', 'lines', 'itinerary', 'from', 'to', 'flight', 'implant', 'prescriptions', 'fitToFly', 'programme'],
];

/** Event types with words the agent opens, and in which fields. */
export const SEALED_WORDS: ReadonlyMap<string, readonly string[]> = new Map(
  [...fieldsWithWords('personal', 'health')].flatMap(([type, fields]) => {
    const own = fields.filter((field) => (FIELDS as readonly string[]).includes(field));
    return own.length > 0 ? [[type, own] as const] : [];
  }),
);
