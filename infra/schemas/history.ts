// The schemas that were ever published, one line each, beside the messages they describe: `domain/<slice>/schemas.ndjson`. Lines are only added.
import { createHash } from 'node:crypto';
import { appendFileSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MessageSchema } from './messages.ts';

export type Version = Omit<MessageSchema, 'folder'> & { readonly version: number };
const DOMAIN = fileURLToPath(new URL('../../domain', import.meta.url));
const FILE = 'schemas.ndjson';

/** The schema as it is stored and compared. */
export const textOf = ({ schema }: Pick<Version, 'schema'>): string => JSON.stringify(schema);
/** Made of the schema itself, so that branches need not agree on a counter; equal schemas have one id. 31 bits, since clients keep it in an int. */
export const schemaId = (of: Pick<Version, 'schema' | 'schemaType'>): number =>
  createHash('sha256')
    .update(`${of.schemaType}\n${textOf(of)}`)
    .digest()
    .readUInt32BE(0) >>> 1 || 1;

export function readHistory(domain = DOMAIN): Version[] {
  return globSync(`*/${FILE}`, { cwd: domain })
    .toSorted()
    .flatMap((file) => readFileSync(join(domain, file), 'utf8').split('\n').filter(Boolean))
    .map((line) => JSON.parse(line) as Version);
}

/** The versions of each subject, oldest first. */
export function bySubject(history: readonly Version[]): Map<string, Version[]> {
  const subjects = Map.groupBy(history, ({ subject }) => subject);
  return new Map([...subjects].map(([subject, versions]) => [subject, versions.toSorted((a, b) => a.version - b.version)]));
}

/** Adds the schemas as the next versions of their subjects. */
export function record(history: readonly Version[], news: readonly MessageSchema[], domain = DOMAIN): void {
  const known = bySubject(history);
  const lines = Map.groupBy(news, ({ folder }) => folder);
  for (const [folder, schemas] of lines) {
    const text = schemas.map(({ subject, kind, schemaType, schema }) => {
      const version = (known.get(subject)?.at(-1)?.version ?? 0) + 1;
      return `${JSON.stringify({ subject, version, kind, schemaType, schema } satisfies Version)}\n`;
    });
    appendFileSync(join(domain, folder, FILE), text.join(''));
  }
}
