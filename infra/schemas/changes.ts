// What has changed since the schemas were last recorded, and whether it may.
import type { AvroType } from './avro.ts';
import { incompatibilities } from './compatible.ts';
import { bySubject, textOf, type Version } from './history.ts';
import type { MessageSchema } from './messages.ts';

export type Change = {
  readonly what: 'new' | 'changed' | 'gone';
  readonly subject: string;
  readonly schema?: MessageSchema;
  readonly faults: readonly string[];
};

function changeOf(schema: MessageSchema, versions: readonly Version[] = []): Change[] {
  const { subject } = schema;
  const last = versions.at(-1);
  if (!last) return [{ what: 'new', subject, schema, faults: [] }];
  if (textOf(last) === textOf(schema)) return [];
  const faults =
    schema.schemaType === 'AVRO'
      ? versions.flatMap((before) =>
          incompatibilities(schema.schema as AvroType, before.schema as AvroType).map((why) => `against version ${before.version}: ${why}`),
        )
      : [];
  return [{ what: 'changed', subject, schema, faults }];
}

/** An event stays for ever; a command may go, and its subject stays in the history. */
export function changesSince(history: readonly Version[], now: readonly MessageSchema[]): Change[] {
  const known = bySubject(history);
  const present = new Set(now.map(({ subject }) => subject));
  const gone = [...known].flatMap(([subject, versions]): Change[] =>
    present.has(subject) || versions[0]!.kind === 'command'
      ? []
      : [{ what: 'gone', subject, faults: ['the log may hold it for ever: keep the event and stop emitting it'] }],
  );
  return [...now.flatMap((schema) => changeOf(schema, known.get(schema.subject))), ...gone];
}
