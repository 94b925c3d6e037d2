// What lies on disk: the log, which is the truth, and the index, which can be made again from it. A commit is acknowledged when the log has it.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isReadOnly, lmdbFolder } from './index/folder.ts';
import { convertFormat1, isFormat1 } from './index/format-1.ts';
import { openIndex, type StreamIndex } from './index/index.ts';
import type { Indexed } from './index/memory.ts';
import { replaceFile } from './log/files.ts';
import { FORMAT } from './log/layout.ts';
import { type Log, openLog } from './log/log.ts';
import { type Entry, revisionOf, streamNumberOf, streamOf } from './record.ts';

export type { Indexed } from './index/memory.ts';
export type Write = { readonly entry: Entry; readonly stream: number; readonly revision: number; readonly newStream?: string };
/** `sync: false` keeps nothing beyond the process: the folder may be removed once the storage is open. */
export type StorageOptions = { readonly sync: boolean; readonly report?: (line: string) => void; readonly segmentBytes?: number };
export type Storage = ReturnType<typeof openStorage>;

/** The index's keys are at most 1,978 bytes; EventStoreDB itself allows longer names, which nobody uses. */
export const MAX_NAME = 1024;
const SEGMENT_BYTES = 64 * 1024 * 1024;
const REPLAY_PAGE = 4096;
const REPLAY_FLUSH = 65_536;

function checkFormat(folder: string, readOnly: boolean): void {
  const file = join(folder, 'format.json');
  if (readOnly && !existsSync(file)) throw new Error(`the data folder ${folder} is read-only and holds no store`);
  if (!existsSync(file)) return replaceFile(file, `${JSON.stringify({ format: FORMAT })}\n`);
  const { format } = JSON.parse(readFileSync(file, 'utf8')) as { format: number };
  if (format !== FORMAT) throw new Error(`the data folder ${folder} has format ${format}, this server reads format ${FORMAT}: start the version that wrote it`);
}

/** Adds to the index what the log has beyond it. */
function replay(log: Log, index: StreamIndex): void {
  let sinceFlush = 0;
  for (let from = index.last() + 1; from <= log.lastPosition(); ) {
    const page = log.range(from, REPLAY_PAGE, false);
    if (page.length === 0) return;
    for (const { position, value } of page) {
      const stream = streamNumberOf(value);
      const newStream = stream > index.lastStream() ? streamOf(value) : undefined;
      index.add({ stream, revision: revisionOf(value), position, newStream });
    }
    from = page.at(-1)!.position + 1;
    sinceFlush += page.length;
    if (sinceFlush < REPLAY_FLUSH) continue;
    index.flushSync();
    sinceFlush = 0;
  }
}

export function openStorage(path: string, { sync, report = () => {}, segmentBytes = SEGMENT_BYTES }: StorageOptions) {
  const logFolder = join(path, 'log');
  const readOnly = sync && isReadOnly(path);
  if (readOnly) report('the data folder is read-only: reads are served, writes are refused');
  if (sync) mkdirSync(path, { recursive: true });
  if (isFormat1(path)) {
    report('the data folder has format 1: converting it, which happens once');
    convertFormat1(path, logFolder, segmentBytes);
  }
  if (sync) checkFormat(path, readOnly);
  const log = openLog({ folder: logFolder, sync, ephemeral: !sync, readOnly, segmentBytes, report });
  const indexFolder = lmdbFolder(path, 'index');
  const index = openIndex(indexFolder.path, { sync: sync && !readOnly });
  indexFolder.opened();
  if (index.last() > log.lastPosition())
    throw new Error(
      `the log ends at position ${log.lastPosition()}, but ${index.last()} was acknowledged: its end is lost or damaged; restore the data folder from a backup`,
    );
  replay(log, index);

  return {
    /** All of it or nothing; resolves when it is on disk. Rejects with the disk's own reason. */
    async commit(writes: readonly Write[]): Promise<void> {
      if (index.isBehind()) await index.flush().catch(() => {});
      await log.append(writes.map((write) => write.entry));
      for (const { entry, stream, revision, newStream } of writes) index.add({ stream, revision, position: entry.position, newStream });
    },
    lastPosition: (): number => log.lastPosition(),
    entry: (position: number): Entry | undefined => log.records([position])[0],
    /** The records at ascending `positions` that are still there, ending early once they hold `maxBytes`. */
    records: log.records,
    /** Up to `limit` entries from `from` on, in log order (or backwards), ending early once they hold `maxBytes`. */
    entries: (from: number, limit: number, reverse = false, maxBytes?: number): Entry[] => log.range(from, limit, reverse, maxBytes),
    streamNumber: index.streamNumber,
    lastStream: index.lastStream,
    indexed: (stream: number, from: number, limit: number, reverse = false): Indexed[] => index.indexed(stream, from, limit, reverse),
    log,
    index,
    async close(): Promise<void> {
      await index.close();
      await log.close();
    },
  };
}
