// A segment being written anew without some of its records, to take the old one's place at once.
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry } from '../record.ts';
import { close, openForWriting, syncFolder, writeAll } from './files.ts';
import { encodeGroup, SEGMENT_HEADER, segmentHeader } from './layout.ts';
import type { LogOptions } from './log.ts';
import { makeOffsets } from './offsets.ts';
import { type Segment, segmentPath, storeTable, tablePath } from './segment.ts';

/** `add` in the order of positions, then `replace` (answers the bytes freed) or `discard`. */
export type Draft = { add(entries: readonly Entry[]): Promise<void>; replace(): Promise<number>; discard(): void };
const SUFFIX = '.draft';

/** Drafts that a crash has left. */
export function removeDrafts(folder: string): void {
  for (const name of readdirSync(folder)) if (name.endsWith(SUFFIX)) rmSync(join(folder, name));
}

export async function makeDraft({ folder, ...mode }: LogOptions, old: Segment, swap: (next: Segment) => Promise<void>): Promise<Draft> {
  const path = segmentPath(folder, old.first) + SUFFIX;
  const offsets = makeOffsets(old.first);
  offsets.extend(old.last + 1);
  const next: Segment = { first: old.first, last: old.last, fd: openForWriting(path, mode), end: SEGMENT_HEADER, offsets };
  await writeAll(next.fd, segmentHeader(old.first, old.last - old.first + 1), 0, mode);
  return {
    async add(entries) {
      const group = encodeGroup(entries);
      await writeAll(next.fd, group.bytes, next.end, mode);
      for (const [i, { position }] of entries.entries()) offsets.add(position, next.end + group.offsets[i]!);
      next.end += group.bytes.length;
    },
    async replace() {
      if (!mode.ephemeral) {
        rmSync(tablePath(folder, old.first), { force: true }); // a table that does not fit its segment would look like damage
        renameSync(path, segmentPath(folder, old.first));
        syncFolder(folder);
        storeTable(folder, next);
      }
      await swap(next);
      return old.end - next.end;
    },
    discard() {
      close(next.fd);
      if (existsSync(path)) rmSync(path);
    },
  };
}
