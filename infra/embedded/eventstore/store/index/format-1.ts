// Data folders of format 1 kept everything in LMDB. They are copied into a log at the first start; the old file stays beside it.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { open } from 'lmdb';
import { replaceFile } from '../log/files.ts';
import { encodeGroup, SEGMENT_HEADER, segmentHeader } from '../log/layout.ts';
import { segmentPath } from '../log/segment.ts';
import type { Entry } from '../record.ts';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';

const KEYS = { encoding: 'binary', keyEncoding: 'binary' } as const;
const PER_GROUP = 512;

export const isFormat1 = (folder: string): boolean => existsSync(join(folder, 'data.mdb'));

function* groups(path: string): Generator<Entry[]> {
  const env = open<Buffer, Buffer>({ path, ...KEYS, maxDbs: 8, readOnly: true });
  let group: Entry[] = [];
  for (const { key, value } of env.openDB<Buffer, Buffer>('log', KEYS).getRange({})) {
    group.push({ position: key.readUIntBE(0, 6), value });
    if (group.length < PER_GROUP) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
  void env.close();
}
function writeSegments(source: string, folder: string, segmentBytes: number): void {
  let fd = -1;
  let size = 0;
  let next = 1;
  const finish = () => {
    if (fd < 0) return;
    fsyncSync(fd);
    closeSync(fd);
  };
  for (const group of groups(source)) {
    if (fd < 0 || size >= segmentBytes) {
      finish();
      fd = openSync(segmentPath(folder, next), 'w');
      size = SEGMENT_HEADER;
      writeSync(fd, segmentHeader(next));
    }
    const { bytes } = encodeGroup(group);
    writeSync(fd, bytes);
    size += bytes.length;
    next = group.at(-1)!.position + 1;
  }
  finish();
}

/** Copies the events of a format 1 folder into `logFolder`. Interrupted, it starts over. */
export function convertFormat1(folder: string, logFolder: string, segmentBytes: number): void {
  const unfinished = `${logFolder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  writeSegments(folder, unfinished, segmentBytes);
  renameSync(unfinished, logFolder);
  mkdirSync(join(folder, 'format-1'), { recursive: true });
  for (const name of ['data.mdb', 'lock.mdb']) if (existsSync(join(folder, name))) renameSync(join(folder, name), join(folder, 'format-1', name));
  replaceFile(
    join(folder, 'format-1', 'README'),
    'The data of this folder before it was converted to format 2. Delete it when the converted store has proven itself.\n',
  );
}
