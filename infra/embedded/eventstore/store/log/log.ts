// The append-only log: segments of consecutive positions, the newest of which grows. The only durable truth; everything else can be made
// again from it. One writer; reads are synchronous and see what was committed.
import { fstatSync, mkdirSync, readdirSync } from 'node:fs';
import type { Entry } from '../record.ts';
import { close, type Mode, openForWriting, syncFolder, truncate, writeAll } from './files.ts';
import { encodeGroup, SEGMENT_HEADER, segmentHeader } from './layout.ts';
import { type Draft, makeDraft, removeDrafts } from './draft.ts';
import { HOLE, makeOffsets, type Offsets } from './offsets.ts';
import { loadTable, openFinished, readRecords, scanSegment, type Segment, segmentPath, storeTable } from './segment.ts';

/** `segmentBytes` is when a new segment begins. `report` is told of an unfinished write that was cut off. */
export type LogOptions = Mode & { readonly folder: string; readonly segmentBytes: number; readonly report: (line: string) => void };
export type Log = ReturnType<typeof openLog>;
/** Offset tables held in memory at a time, a few hundred kilobytes each. */
const TABLES = 32;

const foundSegments = (folder: string): number[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .map((name) => Number.parseInt(name, 10))
    .sort((a, b) => a - b);

/** The newest segment, cut behind its last whole group. */
function openNewest(first: number, { folder, report, ...mode }: LogOptions): Segment {
  const fd = openForWriting(segmentPath(folder, first), mode);
  if (fstatSync(fd).size < SEGMENT_HEADER) return { first, last: first - 1, fd, end: 0, offsets: makeOffsets(first) };
  const { offsets, end, size } = scanSegment(folder, fd, first);
  if (size > end && !mode.readOnly) {
    truncate(fd, end);
    report(`cut off ${size - end} bytes of an unfinished write after position ${offsets.next() - 1}; nothing acknowledged was in them`);
  }
  return { first, last: offsets.next() - 1, fd, end, offsets };
}

export function openLog(options: LogOptions) {
  const { folder, segmentBytes, ...mode } = options;
  if (!mode.ephemeral && !mode.readOnly) {
    mkdirSync(folder, { recursive: true });
    removeDrafts(folder);
  }
  const firsts = mode.ephemeral ? [] : foundSegments(folder);
  let newest = openNewest(firsts.pop() ?? 1, options);
  const finished: Segment[] = firsts.map((first, i) => openFinished(folder, first, (firsts[i + 1] ?? newest.first) - 1, mode));
  let queue: Promise<unknown> = Promise.resolve();
  const withTable: Segment[] = finished.filter((segment) => segment.offsets);

  /** One change to the files at a time. */
  function exclusive<T>(work: () => Promise<T>): Promise<T> {
    const done = queue.then(work);
    queue = done.catch(() => {});
    return done;
  }
  function tableOf(segment: Segment): Offsets {
    if (segment.offsets) return segment.offsets;
    segment.offsets = loadTable(folder, segment, mode);
    withTable.push(segment);
    while (withTable.length > TABLES && !mode.ephemeral) withTable.shift()!.offsets = undefined;
    return segment.offsets;
  }
  /** The segment that may hold `position`, or the nearest one before it. */
  function at(position: number): number {
    let low = 0;
    let high = finished.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (finished[middle]!.first <= position) low = middle + 1;
      else high = middle;
    }
    return position >= newest.first ? finished.length : low - 1;
  }
  const segment = (index: number): Segment | undefined => (index === finished.length ? newest : finished[index]);

  async function begin(first: number): Promise<Segment> {
    const fd = openForWriting(segmentPath(folder, first), mode);
    const next: Segment = { first, last: first - 1, fd, end: 0, offsets: makeOffsets(first) };
    try {
      await write(next, segmentHeader(first));
      if (!mode.ephemeral) syncFolder(folder);
    } catch (error) {
      close(fd);
      throw error;
    }
    return next;
  }
  /** Appends bytes to a segment; after a failure nothing of them is left behind. */
  async function write(to: Segment, bytes: Buffer): Promise<void> {
    try {
      await writeAll(to.fd, bytes, to.end, mode);
    } catch (error) {
      try {
        truncate(to.fd, to.end);
      } catch {} // the next write lands in the same place
      throw error;
    }
    to.end += bytes.length;
  }
  async function roll(): Promise<void> {
    if (mode.readOnly) throw new Error('the data folder is read-only');
    const next = await begin(newest.last + 1);
    if (!mode.ephemeral) storeTable(folder, newest);
    finished.push(newest);
    withTable.push(newest);
    newest = next;
  }

  function swap(old: Segment, next: Segment): void {
    finished[finished.indexOf(old)] = next;
    const held = withTable.indexOf(old);
    if (held >= 0) withTable[held] = next;
    else withTable.push(next);
    close(old.fd); // reads are synchronous, so nobody is in the middle of one
  }

  return {
    lastPosition: (): number => newest.last,
    /** All of it or nothing; resolves when it is on disk. Rejects with the disk's own reason. */
    append: (entries: readonly Entry[]): Promise<void> =>
      exclusive(async () => {
        if (newest.end >= segmentBytes) await roll();
        if (newest.end === 0) await write(newest, segmentHeader(newest.first));
        const { bytes, offsets } = encodeGroup(entries);
        const start = newest.end;
        await write(newest, bytes);
        for (const [i, { position }] of entries.entries()) newest.offsets!.add(position, start + offsets[i]!);
        newest.last = entries.at(-1)!.position;
      }),
    /** The records at ascending `positions`, ending early once they hold `maxBytes`. Throws when one does not match its checksum. */
    records(positions: readonly number[], maxBytes = Number.POSITIVE_INFINITY): Entry[] {
      const found: Entry[] = [];
      let bytes = 0;
      for (let i = 0; i < positions.length && bytes < maxBytes; ) {
        const here = segment(at(positions[i]!));
        const from = i;
        while (i < positions.length && here && positions[i]! >= here.first && positions[i]! <= here.last) i++;
        if (i === from)
          i++; // no segment holds it
        else if (here)
          for (const entry of readRecords(here, tableOf(here), positions.slice(from, i), maxBytes - bytes)) {
            found.push(entry);
            bytes += entry.value.length;
          }
      }
      return found;
    },
    /** Up to `limit` records from `from` on, forwards or backwards, ending early once they hold `maxBytes`. */
    range(from: number, limit: number, reverse: boolean, maxBytes = Number.POSITIVE_INFINITY): Entry[] {
      const found: Entry[] = [];
      let bytes = 0;
      let index = reverse ? at(from) : Math.max(0, at(from));
      for (let here = segment(index); here && found.length < limit && bytes < maxBytes; here = segment((index += reverse ? -1 : 1))) {
        const positions = present(here, tableOf(here), from, limit - found.length, reverse);
        const ahead = reverse ? readBackwards(here, tableOf(here), positions, maxBytes - bytes) : readRecords(here, tableOf(here), positions, maxBytes - bytes);
        for (const entry of ahead) {
          found.push(entry);
          bytes += entry.value.length;
        }
      }
      return found;
    },
    /** Finishes the newest segment, so that a scavenge may look at all there is. */
    roll: (): Promise<void> => exclusive(async () => (newest.last >= newest.first ? roll() : undefined)),
    finished: (): readonly Segment[] => finished,
    draft: (old: Segment): Promise<Draft> => makeDraft(options, old, (next) => exclusive(() => Promise.resolve(swap(old, next)))),
    async close(): Promise<void> {
      await queue;
      for (const { fd } of [...finished, newest]) close(fd);
    },
  };
}

/** Positions with a record, from `from` on, at most `limit`; ascending, also when they are the last ones before `from`. */
function present({ first, last }: Segment, offsets: Offsets, from: number, limit: number, reverse: boolean): number[] {
  const positions: number[] = [];
  const step = reverse ? -1 : 1;
  const until = Math.min(last, offsets.next() - 1);
  for (let position = reverse ? Math.min(from, until) : Math.max(from, first); position >= first && position <= until; position += step) {
    if (offsets.at(position) !== HOLE && positions.push(position) >= limit) break;
  }
  return reverse ? positions.reverse() : positions;
}
/** The last of `positions` that fit into `maxBytes`, newest first. */
function readBackwards(segment: Segment, offsets: Offsets, positions: number[], maxBytes: number): Entry[] {
  const last = positions.at(-1);
  if (last === undefined) return [];
  let from = positions.length - 1;
  while (from > 0 && offsets.at(last) - offsets.at(positions[from - 1]!) < maxBytes) from--;
  return readRecords(segment, offsets, positions.slice(from), Number.POSITIVE_INFINITY).reverse();
}
