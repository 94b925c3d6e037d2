// One file of the log: a run of positions. Finished segments are only read, and replaced as a whole by a scavenge.
import { existsSync, fstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Entry, isIntact } from '../record.ts';
import { type Mode, openForReading, readAt, replaceFile } from './files.ts';
import { recordAt, scan, spanOf } from './layout.ts';
import { decodeTable, encodeTable, HOLE, makeOffsets, type Offsets } from './offsets.ts';

/** `last` is the highest position it may hold; `end` is where its bytes end. `offsets` is loaded when needed. */
export type Segment = { readonly first: number; last: number; fd: number; end: number; offsets: Offsets | undefined };

export const segmentPath = (folder: string, first: number): string => join(folder, `${String(first).padStart(16, '0')}.log`);
export const tablePath = (folder: string, first: number): string => join(folder, `${String(first).padStart(16, '0')}.offsets`);
export class DamageError extends Error {}
const damaged = (folder: string, first: number, what: string): DamageError =>
  new DamageError(`${segmentPath(folder, first)} is damaged: ${what}; restore the data folder from a backup`);

/** Reads a segment from front to back. Throws when damage has valid groups behind it: then it is no unfinished write. */
export function scanSegment(folder: string, fd: number, first: number): { offsets: Offsets; end: number; size: number; torn: boolean } {
  const { size } = fstatSync(fd);
  const bytes = readAt(fd, 0, size);
  const span = spanOf(bytes, first);
  if (span === undefined) throw damaged(folder, first, 'its header is not one of this format');
  const offsets = makeOffsets(first);
  const { end, rest } = scan(bytes, (position, at) => offsets.add(position, at));
  if (rest === 'damaged') throw damaged(folder, first, `checksums fail at byte ${end}, after position ${offsets.next() - 1}, with sound data behind`);
  offsets.extend(first + span);
  return { offsets, end, size, torn: rest === 'torn' };
}

export function storeTable(folder: string, { first, end, offsets }: Segment): void {
  if (offsets) replaceFile(tablePath(folder, first), encodeTable(offsets, end));
}
/** Reads the stored table of a finished segment, or makes it again from the segment. */
export function loadTable(folder: string, segment: Segment, { ephemeral }: Mode): Offsets {
  const path = tablePath(folder, segment.first);
  const stored = !ephemeral && existsSync(path) ? decodeTable(segment.first, readFileSync(path)) : undefined;
  if (stored?.end === segment.end) return stored.offsets;
  const { offsets, end, torn } = scanSegment(folder, segment.fd, segment.first);
  if (torn || (stored && end < stored.end)) throw damaged(folder, segment.first, `checksums fail at byte ${end}, after position ${offsets.next() - 1}`);
  segment.end = end;
  return offsets;
}
/** Opens a finished segment. Its size must be what its table says, and its positions reach up to the next segment. */
export function openFinished(folder: string, first: number, last: number, mode: Mode): Segment {
  const fd = openForReading(segmentPath(folder, first));
  const segment: Segment = { first, last, fd, end: fstatSync(fd).size, offsets: undefined };
  const next = loadTable(folder, segment, mode).next();
  if (next <= last) throw new DamageError(`positions ${next} to ${last} are missing in ${folder}; restore the data folder from a backup`);
  return segment;
}

const SMALL_GAP = 4096;
/** Reads the records at ascending `positions` of one segment: neighbours share a read. Positions without a record are left out. */
export function readRecords({ fd, end }: Segment, offsets: Offsets, positions: readonly number[], maxBytes: number): Entry[] {
  const endOf = (position: number): number => {
    for (let next = position + 1; next < offsets.next(); next++) if (offsets.at(next) !== HOLE) return offsets.at(next);
    return end;
  };
  const found: Entry[] = [];
  let bytes = 0;
  for (let i = 0; i < positions.length && bytes < maxBytes; ) {
    const start = offsets.at(positions[i]!);
    if (start === HOLE) {
      i++;
      continue;
    }
    const run = [positions[i++]!];
    let stop = endOf(run[0]!);
    for (; i < positions.length && bytes + stop - start < maxBytes; i++) {
      const next = offsets.at(positions[i]!);
      if (next === HOLE) continue;
      if (next - stop > SMALL_GAP) break;
      run.push(positions[i]!);
      stop = endOf(positions[i]!);
    }
    const chunk = readAt(fd, start, stop - start);
    bytes += stop - start;
    for (const position of run) {
      const entry = recordAt(chunk, offsets.at(position) - start, position);
      if (!entry || !isIntact(entry.value)) throw new DamageError(`the record at position ${position} is damaged; restore the data folder from a backup`);
      found.push(entry);
    }
  }
  return found;
}
