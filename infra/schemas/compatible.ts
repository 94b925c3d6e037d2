// FULL_TRANSITIVE: whoever reads with any version must be able to read what was written with any other. Avro's own resolution decides, and one
// rule is ours: a word of a list is never taken away, since the log may hold it.
import avro from 'avsc';
import type { AvroType } from './avro.ts';

const typeOf = (schema: AvroType): avro.Type => avro.Type.forSchema(structuredClone(schema) as avro.Schema);

function unreadable(reader: AvroType, writer: AvroType): string | undefined {
  try {
    typeOf(reader).createResolver(typeOf(writer));
    return undefined;
  } catch (error) {
    return (error as Error).message.split('\n')[0]!.slice(0, 300);
  }
}

/** The symbols of each enum of a schema by its name. */
function words(node: unknown, found = new Map<string, readonly string[]>()): Map<string, readonly string[]> {
  if (typeof node !== 'object' || node === null) return found;
  const { type, name, symbols } = node as { type?: unknown; name?: string; symbols?: readonly string[] };
  if (type === 'enum' && name && symbols) found.set(name, symbols);
  for (const inner of Object.values(node)) words(inner, found);
  return found;
}
function takenAway(next: AvroType, before: AvroType): string[] {
  const now = words(next);
  return [...words(before)].flatMap(([name, symbols]) =>
    symbols.filter((s) => now.has(name) && !now.get(name)!.includes(s)).map((s) => `${name} lost the word ${s}`),
  );
}

/** Why `next` may not follow `before`; empty when it may. */
export function incompatibilities(next: AvroType, before: AvroType): string[] {
  const backward = unreadable(next, before);
  const forward = unreadable(before, next);
  return [
    ...(backward ? [`the new version cannot read what the old one wrote: ${backward}`] : []),
    ...(forward ? [`the old version cannot read what the new one writes: ${forward}`] : []),
    ...takenAway(next, before),
  ];
}
