// Free text that is not sealed, and the identifiers of people that must not stand in it.
import { z } from 'zod';
import { slices } from '#domain/index.ts';
import { type Identifier, identifiersIn } from './identifiers.ts';
import { LAW, type Rule } from './rule.ts';

type Schema = { type?: string; format?: string; pattern?: string; enum?: unknown; const?: unknown; maxLength?: number } & Record<string, unknown>;
/** Shorter fields hold codes and names of things. */
const WORDS = 100;
const isFree = ({ type, format, pattern, enum: choice, const: fixed, maxLength = Infinity }: Schema) =>
  type === 'string' && !format && !pattern && !choice && fixed === undefined && maxLength >= WORDS;
/** Names of fields that hold ids and digests, which nobody types. */
const MACHINE = /(Id|Key|Hash|[iI]dentity|fingerprint|sha256|signature|url|language|timezone|publicKey)$/;
const holdsFreeText = (schema: unknown): boolean =>
  typeof schema === 'object' &&
  schema !== null &&
  (isFree(schema as Schema) || Object.entries(schema).some(([name, inner]) => !MACHINE.test(name) && holdsFreeText(inner)));

/** What the hub's own parts write, never a person. */
const OWN: ReadonlySet<string> = new Set(['DataDisclosed', 'FindingRaised', 'RecommendationIssued']);
/** Event types with words in the clear: derived from the schemas, so that a new one is watched without being named here. */
const TEXTS: readonly string[] = slices.flatMap(({ events }) =>
  Object.entries(events)
    .filter(([type, { operational }]) => !OWN.has(type) && operational && holdsFreeText(z.toJSONSchema(z.object(operational), { unrepresentable: 'any' })))
    .map(([type]) => type),
);
/** Where a business tells its own number and account. */
const PUBLIC: ReadonlySet<string> = new Set(['article', 'offering', 'tenant', 'dialplan', 'adapter', 'firmware']);
const OWN_NUMBERS: ReadonlySet<Identifier> = new Set(['phone', 'iban']);

const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null && !('$sealed' in value) ? Object.values(value).flatMap(textsIn) : [];
};

/** An identity, passport, account or phone number of a person in a field that anybody who reads the log can read. */
export const secClearText: Rule = {
  id: 'SEC-CLEAR-TEXT',
  version: '1',
  title: {
    tr: 'Maskelenmemiş kimlik, pasaport, IBAN veya telefon numarası metinde',
    en: 'An identity, passport, account or phone number stands in text in the clear',
  },
  law: [LAW.kvkk12, LAW.minimumNecessary],
  types: TEXTS,
  judge: ({ trigger: { type, id, stream, data, meta } }) => {
    if (!TEXTS.includes(type)) return undefined;
    const found = new Set(textsIn(data).flatMap(identifiersIn));
    const bad = [...found].filter((kind) => !PUBLIC.has(stream.slice) || !OWN_NUMBERS.has(kind));
    if (bad.length === 0) return undefined;
    const at = Date.parse(meta.occurredAt);
    return {
      level: bad.includes('tckn') || bad.includes('passport') ? 'red' : 'amber',
      patientIds: [],
      eventIds: [id],
      count: bad.length,
      threshold: 1,
      from: at,
      to: at,
      occasion: id,
    };
  },
};
