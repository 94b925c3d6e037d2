// What lies in files of this machine: disclosures on their way to the log, and the hub's own logs.
import { createReadStream } from 'node:fs';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Entry } from '#infra/disclosures/journal.ts';
import { notYet, type Sink } from '../sink.ts';

async function filesIn(folder: string, ending: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile() && entry.name.endsWith(ending)).map((entry) => join(entry.parentPath, entry.name));
}
const without = ({ address: _, ...disclosure }: Entry['disclosure']): Entry['disclosure'] => disclosure;

/** A line of a journal that is refused keeps what was seen, and loses where a reader sat who is gone. */
async function redact(file: string, isGone: (entry: Entry) => boolean): Promise<number> {
  const entries = (await readFile(file, 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Entry);
  const found = entries.filter((entry) => isGone(entry) && entry.disclosure.address !== undefined).length;
  if (found === 0) return 0;
  const lines = entries.map((entry) => JSON.stringify(isGone(entry) ? { ...entry, disclosure: without(entry.disclosure) } : entry));
  await writeFile(`${file}.new`, `${lines.join('\n')}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return found;
}

async function linesWith(file: string, words: readonly string[]): Promise<number> {
  let found = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) if (words.some((word) => line.includes(word))) found += 1;
  return found;
}

export const fileSinks = (data: string): Sink[] => [
  {
    name: 'journals',
    holds: 'disclosures on their way to the log: where the reader sat, when the person read themselves',
    async erase({ tenant, persons }) {
      const isGone = (entry: Entry) => entry.tenant === tenant && persons.includes(entry.disclosure.readerId);
      for (const file of await filesIn(join(data, 'disclosures'), '.ndjson')) {
        const text = await readFile(file, 'utf8').catch(() => ''); // drained meanwhile
        if (persons.some((person) => text.includes(`"readerId":"${person}"`))) throw notYet('A journal that is being drained');
      }
      let found = 0;
      for (const file of await filesIn(join(data, 'disclosures'), '.refused')) found += await redact(file, isGone);
      return { found };
    },
  },
  {
    name: 'logs',
    holds: 'ids in the hub’s own logs, which hold no values of anybody and are cut by size',
    async erase({ persons }) {
      let found = 0;
      for (const file of await filesIn(join(data, 'logs'), '.log')) found += await linesWith(file, persons);
      return { found };
    },
  },
];
