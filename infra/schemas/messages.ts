// Every message of the hub as Avro and as JSON Schema, as outside consumers need it.
import { z } from 'zod';
import { metaSchema } from '#domain/kernel/envelope.ts';
import { type EventSpec, type FieldClass, schemaOf } from '#domain/kernel/messages.ts';
import type { Slice } from '#domain/kernel/slice.ts';
import { type AvroField, type AvroRecord, fieldOf, recordOf, unionOf } from './avro.ts';

export type SchemaType = 'AVRO' | 'JSON';
export type MessageKind = 'event' | 'command' | 'envelope';
/** `subject` is the record's full name, `case.CaseOpened`; its JSON Schema has `.json` after it. `folder` of domain/ keeps its history. */
export type MessageSchema = {
  readonly subject: string;
  readonly kind: MessageKind;
  readonly folder: string;
  readonly schemaType: SchemaType;
  readonly schema: object;
};
type Json = Record<string, unknown>;

const SEALED: AvroRecord = { type: 'record', name: 'Sealed', namespace: 'hub', fields: [{ name: 'sealed', type: 'string' }] };
const SEALED_JSON: Json = { type: 'object', required: ['$sealed'], properties: { $sealed: { type: 'string' } } };

/** A personal or health field is sealed in the log and open to who may read it, so its type is either. */
const eitherSealed = (field: AvroField, fieldClass: FieldClass, isFirst: boolean): AvroField => ({
  ...field,
  type: unionOf([isFirst ? SEALED : 'hub.Sealed', field.type]),
  class: fieldClass,
});

function eventAvro(spec: EventSpec, type: string, namespace: string): AvroRecord {
  let isFirst = true;
  const fields = (['operational', 'personal', 'health'] as const).flatMap((fieldClass) =>
    Object.entries(spec[fieldClass] ?? {}).map(([name, schema]) => {
      const field = fieldOf(name, schema, `${type}_${name}`);
      if (fieldClass === 'operational') return field;
      const sealed = eitherSealed(field, fieldClass, isFirst);
      isFirst = false;
      return sealed;
    }),
  );
  return { type: 'record', name: type, namespace, fields };
}

/** Without the patterns and bounds that zod writes out beside a format or a whole number: they say nothing more and fill the history. */
const WHOLE = Number.MAX_SAFE_INTEGER;
const says = ([key, value]: [string, unknown], { format }: Json): boolean =>
  !(key === 'pattern' && format !== undefined) && !(key === 'minimum' && value === -WHOLE) && !(key === 'maximum' && value === WHOLE);
const lean = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(lean);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).flatMap(([k, v]) => (says([k, v], node as Json) ? [[k, lean(v)]] : [])));
};
const jsonOf = (schema: z.ZodType, title: string): Json => ({
  ...(lean(z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any' })) as Json),
  title,
});

/** Open, so that who knows an older version takes an event with a field more. */
const opened = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(opened);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).flatMap(([k, v]) => (k === 'additionalProperties' && v === false ? [] : [[k, opened(v)]])));
};

function eventJson(spec: EventSpec, type: string): Json {
  const { properties, ...rest } = opened(jsonOf(schemaOf(spec), type)) as Json & { properties: Json };
  const sealed = (['personal', 'health'] as const).flatMap((fieldClass) =>
    Object.keys(spec[fieldClass] ?? {}).map((name) => [name, { anyOf: [SEALED_JSON, properties[name]], 'x-class': fieldClass }] as const),
  );
  return { ...rest, properties: { ...properties, ...Object.fromEntries(sealed) } };
}

const pair = (folder: string, type: string, kind: MessageKind, avro: object, json: object): MessageSchema[] => {
  const subject = `${folder === 'kernel' ? 'hub' : folder}.${type}`;
  return [
    { subject, kind, folder, schemaType: 'AVRO', schema: avro },
    { subject: `${subject}.json`, kind, folder, schemaType: 'JSON', schema: json },
  ];
};

/** Both forms of every command and event of `slices`, and of the envelope around events. */
export const messageSchemas = (slices: readonly Slice[]): MessageSchema[] => [
  ...pair('kernel', 'Meta', 'envelope', recordOf(metaSchema, 'Meta', 'hub'), opened(jsonOf(metaSchema, 'Meta')) as Json),
  ...slices.flatMap(({ name, commands, events }) => [
    ...Object.entries(commands).flatMap(([type, schema]) => pair(name, type, 'command', recordOf(schema, type, name), jsonOf(schema, type))),
    ...Object.entries(events).flatMap(([type, spec]) => pair(name, type, 'event', eventAvro(spec, type, name), eventJson(spec, type))),
  ]),
];
