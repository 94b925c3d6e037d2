// The history as a schema registry sees it: subjects, their versions, and ids that name a schema wherever it stands.
import avro from 'avsc';
import canonicalize from 'canonicalize';
import type { AvroType } from './avro.ts';
import { incompatibilities } from './compatible.ts';
import { bySubject, schemaId, textOf, type Version } from './history.ts';
import type { SchemaType } from './messages.ts';

export type Registered = { readonly subject: string; readonly version: number; readonly id: number; readonly schemaType: SchemaType; readonly schema: string };
export type SchemaRegistry = {
  readonly subjects: () => readonly string[];
  /** Oldest first; empty when there is no such subject. */
  readonly versions: (subject: string) => readonly Registered[];
  /** Every place where the schema with that id stands. */
  readonly withId: (id: number) => readonly Registered[];
};
const registered = (version: Version): Registered => ({
  subject: version.subject,
  version: version.version,
  id: schemaId(version),
  schemaType: version.schemaType,
  schema: textOf(version),
});

export function makeRegistry(history: readonly Version[]): SchemaRegistry {
  const subjects = new Map([...bySubject(history)].map(([subject, versions]) => [subject, versions.map(registered)]));
  const ids = Map.groupBy([...subjects.values()].flat(), ({ id }) => id);
  const names = [...subjects.keys()].toSorted();
  return { subjects: () => names, versions: (subject) => subjects.get(subject) ?? [], withId: (id) => ids.get(id) ?? [] };
}

const parsed = (schema: string): unknown => {
  try {
    return JSON.parse(schema) as unknown;
  } catch {
    return undefined;
  }
};
/** The version among `versions` whose schema is that one, however it is written. */
export const sameAs = (versions: readonly Registered[], schema: string): Registered | undefined => {
  const wanted = canonicalize(parsed(schema) ?? null);
  return versions.findLast((v) => canonicalize(parsed(v.schema)) === wanted);
};

/** Why a schema somebody else wrote does not go together with these versions; undefined when it is no Avro schema. */
export function against(versions: readonly Registered[], schema: string): string[] | undefined {
  const theirs = parsed(schema) as AvroType | undefined;
  try {
    avro.Type.forSchema(structuredClone(theirs) as avro.Schema);
    return versions.flatMap((v) => incompatibilities(theirs!, parsed(v.schema) as AvroType).map((why) => `version ${v.version}: ${why}`));
  } catch {
    return undefined; // whatever its reader cannot take, however deep, is no schema
  }
}
