// Which files an import means.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from './options.ts';

const WANTED = /\.json(\.gz)?$/i;

/** Files as named, and those inside folders at any depth whose names end in .json or .json.gz; sorted, each once. */
export function filesAt(paths: readonly string[]): string[] {
  const files = [...new Set(paths.flatMap(filesUnder))].toSorted();
  if (files.length === 0) throw new UsageError(`there is no .json or .json.gz file in ${paths.join(', ')}`);
  return files;
}

function filesUnder(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new UsageError(`there is no file or folder ${path}`);
  if (!stat.isDirectory()) return [path];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries.filter((e) => e.isFile() && WANTED.test(e.name)).map((e) => join(e.parentPath, e.name));
}
