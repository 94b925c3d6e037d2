// What a JSON schema of the OpenAPI document allows, as one value, and many values that it does not.
import { randomUUID } from 'node:crypto';

export type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
};
/** A part of a value replaced by something its schema forbids; `why` names part and replacement. */
export type Wrong = { readonly why: string; readonly value: unknown };

/** Rules that a JSON schema cannot say, by the name of the field. */
const KNOWN: Readonly<Record<string, unknown>> = { birthDate: '1990-02-03', timezone: 'Europe/Istanbul', email: 'kimse@example.org', slug: 'yeniklinik' };
const WORDS = [
  'evet',
  'tr',
  'TR',
  '2026-01-02T03:04:05Z',
  '2026-01-02',
  '+905320000000',
  'a@b.example',
  '1',
  'https://a.example',
  'A'.repeat(43),
  'ab'.repeat(20),
];

function text(schema: Schema, name: string): string {
  if (typeof KNOWN[name] === 'string') return KNOWN[name];
  if (schema.format === 'uuid') return randomUUID();
  const fits = (word: string) => word.length >= (schema.minLength ?? 0) && (!schema.pattern || new RegExp(schema.pattern, 'u').test(word));
  return WORDS.find(fits) ?? 'x'.repeat(schema.minLength ?? 1);
}

/** One value that fits, as far as a schema can say what fits. */
export function sample(schema: Schema, at: (ref: string) => Schema, name = ''): unknown {
  if (schema.$ref) return sample(at(schema.$ref), at, name);
  const [one] = schema.anyOf ?? schema.oneOf ?? [];
  if (one) return sample(one, at, name);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [type] = [schema.type].flat();
  if (type === 'object') {
    const all = Object.entries(schema.properties ?? {});
    const needed = schema.required?.length ? all.filter(([key]) => schema.required?.includes(key)) : all.slice(0, 1);
    return Object.fromEntries(needed.map(([key, inner]) => [key, sample(inner, at, key)]));
  }
  if (type === 'array') return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items ?? {}, at, name));
  if (type === 'integer' || type === 'number') return schema.minimum !== undefined && schema.minimum > -1e9 ? schema.minimum : 1;
  if (type === 'boolean') return true;
  return text(schema, name);
}

const OTHERS: readonly (readonly [string, unknown])[] = [
  ['object', { a: 1 }],
  ['array', [[]]],
  ['number', -1.5],
  ['boolean', false],
  ['string', 'İıĞğ'],
  ['null', null],
];
/** Text that no engine can keep as it is, so that nobody may take it. */
export const UNSTORABLE: Readonly<Record<string, string>> = { NUL: 'a\u0000b', 'half a character': 'a\ud83db', 'the other half': '\udd25' };

function wrongText({ minLength, maxLength, pattern, format, enum: words }: Schema): Wrong[] {
  const list: Wrong[] = Object.entries(UNSTORABLE).map(([why, value]) => ({ why, value }));
  if (minLength) list.push({ why: 'empty', value: '' });
  if (maxLength) list.push({ why: 'too long', value: 'ş'.repeat(maxLength + 1) });
  if (pattern ?? format ?? words)
    list.push({ why: 'Unicode', value: 'İstanbul ı\u202e\u0301🇹🇷' }, { why: 'a formula', value: "'; drop table members; --${7*7}" });
  return list;
}

/** Values that the schema forbids in one place each. */
export function wrongs(given: Schema, at: (ref: string) => Schema, name = 'body'): Wrong[] {
  const schema = given.$ref ? at(given.$ref) : given;
  const types = [schema.type ?? (schema.enum ? 'string' : [])].flat();
  if (types.length === 0) return [];
  const fits = (type: string) => types.includes(type);
  const list: Wrong[] = OTHERS.filter(([type]) => !fits(type)).map(([type, value]) => ({ why: `${name} is ${type}`, value }));
  if (types.includes('string')) list.push(...wrongText(schema).map(({ why, value }) => ({ why: `${name} is ${why}`, value })));
  if (types.includes('object')) list.push(...wrongParts(schema, at, name));
  if (types.includes('array') && schema.items) list.push(...wrongs(schema.items, at, `${name}[]`).map(({ why, value }) => ({ why, value: [value] })));
  return list;
}

function wrongParts(schema: Schema, at: (ref: string) => Schema, name: string): Wrong[] {
  const whole = sample(schema, at) as Record<string, unknown>;
  const parts = Object.entries(schema.properties ?? {}).flatMap(([key, inner]) =>
    wrongs(inner, at, `${name}.${key}`).map(({ why, value }) => ({ why, value: { ...whole, [key]: value } })),
  );
  const missing = (schema.required ?? []).map((key) => ({
    why: `${name} without ${key}`,
    value: Object.fromEntries(Object.entries(whole).filter(([k]) => k !== key)),
  }));
  const more = schema.additionalProperties === false ? [{ why: `${name} with more`, value: { ...whole, tenant: 'ajans', constructor: { prototype: 1 } } }] : [];
  return [...parts, ...missing, ...more];
}
