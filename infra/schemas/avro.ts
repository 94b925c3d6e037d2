// A message's zod schema as Avro. Names of records and enums come from the path of their field, so that they stay as long as the field does.
import type { z } from 'zod';

export type AvroType = string | AvroRecord | AvroEnum | readonly AvroType[] | { readonly type: string; readonly [key: string]: unknown };
export type AvroField = { readonly name: string; readonly type: AvroType; readonly default?: unknown; readonly class?: string };
export type AvroRecord = { readonly type: 'record'; readonly name: string; readonly namespace?: string; readonly fields: readonly AvroField[] };
/** `words`: the hub's word for each symbol that Avro does not allow as it is. */
export type AvroEnum = {
  readonly type: 'enum';
  readonly name: string;
  readonly symbols: readonly string[];
  readonly default: string;
  readonly words?: Readonly<Record<string, string>>;
};
type Schema = z.core.$ZodTypes;

/** What a reader of an older version makes of a word it does not know. With it a list of words may grow. */
export const OTHER = 'other_';
/** Free JSON, such as a FHIR resource, travels as text. */
const JSON_TEXT = { type: 'string', logicalType: 'json' } as const;

const symbolOf = (word: string): string => word.replaceAll(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d)/, '_');

function enumOf(words: readonly string[], name: string): AvroEnum {
  const symbols = words.map(symbolOf);
  if (new Set(symbols).size < words.length) throw new Error(`two words of ${name} have one Avro symbol`);
  const strange = words.filter((word) => symbolOf(word) !== word).map((word) => [symbolOf(word), word]);
  return { type: 'enum', name, symbols: [...symbols, OTHER], default: OTHER, ...(strange.length > 0 && { words: Object.fromEntries(strange) }) };
}

const isNull = (type: AvroType): boolean => type === 'null';
/** A union of all, flat and each kind once, with null in front. */
export function unionOf(types: readonly AvroType[]): AvroType {
  const flat = types.flatMap((type) => (Array.isArray(type) ? (type as AvroType[]) : [type]));
  const each = [...new Map(flat.map((type) => [JSON.stringify(type), type])).values()];
  const ordered = [...each.filter(isNull), ...each.filter((type) => !isNull(type))];
  return ordered.length === 1 ? ordered[0]! : ordered;
}

export function avroOf(given: z.core.$ZodType, name: string): AvroType {
  const schema = given as Schema;
  const { def } = schema._zod;
  if (def.type === 'string') return (schema as z.ZodString).format === 'uuid' ? { type: 'string', logicalType: 'uuid' } : 'string';
  if (def.type === 'number') return (schema as z.ZodNumber).isInt ? 'long' : 'double';
  if (def.type === 'boolean' || def.type === 'null') return def.type;
  if (def.type === 'enum') return enumOf(Object.values(def.entries).map(String), name);
  if (def.type === 'literal') return unionOf(def.values.map(literal));
  if (def.type === 'optional' || def.type === 'nullable') return unionOf(['null', avroOf(def.innerType, name)]);
  if (def.type === 'default') return avroOf(def.innerType, name);
  if (def.type === 'array') return { type: 'array', items: avroOf(def.element, name) };
  if (def.type === 'record') return { type: 'map', values: avroOf(def.valueType, name) };
  if (def.type === 'union') return unionOf(def.options.map((option, i) => avroOf(option, `${name}_${i}`)));
  if (def.type === 'object') return isFree(schema) ? JSON_TEXT : recordOf(schema as z.ZodObject, name);
  if (def.type === 'unknown' || def.type === 'any') return JSON_TEXT;
  throw new Error(`${name} has a ${def.type}, which has no form in Avro yet`);
}
const literal = (value: unknown): AvroType =>
  value === null ? 'null' : typeof value === 'number' ? 'long' : typeof value === 'boolean' ? 'boolean' : 'string';
const isFree = (schema: Schema): boolean => (schema as z.ZodObject)._zod.def.catchall?._zod.def.type === 'unknown';

export const recordOf = (schema: z.ZodObject, name: string, namespace?: string): AvroRecord => ({
  type: 'record',
  name,
  ...(namespace && { namespace }),
  fields: Object.entries(schema.shape as Record<string, z.ZodType>).map(([field, inner]) => fieldOf(field, inner, `${name}_${field}`)),
});

export function fieldOf(field: string, schema: z.ZodType, name: string): AvroField {
  const type = avroOf(schema, name);
  if (Array.isArray(type) && type[0] === 'null') return { name: field, type, default: null };
  const { def } = (schema as unknown as Schema)._zod;
  return { name: field, type, ...(def.type === 'default' && { default: defaultOf(type, def.defaultValue) }) };
}
/** A default in Avro's words. */
function defaultOf(type: AvroType, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => defaultOf((type as unknown as { items: AvroType }).items, item));
  if (typeof value === 'string' && typeof type === 'object' && 'symbols' in type) return symbolOf(value);
  if (typeof value !== 'object' || value === null) return value;
  const { fields } = type as AvroRecord;
  return Object.fromEntries(fields.map((f) => [f.name, defaultOf(f.type, (value as Record<string, unknown>)[f.name] ?? f.default)]));
}
