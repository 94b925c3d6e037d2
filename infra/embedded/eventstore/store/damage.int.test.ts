// What a start makes of a data folder that is not as it was left: unfinished writes, flipped bits, missing files, other formats.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'lmdb';
import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '../../../testing/spec.ts';
import { encode, idOf, type Proposed } from './record.ts';
import { openStore } from './store.ts';

const event = (text: string): Proposed => ({ id: randomUUID(), type: 'T', json: true, data: Buffer.from(JSON.stringify({ text })), metadata: Buffer.alloc(0) });
const quiet = { report: () => {} };

/** A closed store of ten appends of three events; segments hold a few appends each. */
async function written(segmentBytes?: number): Promise<{ folder: string; log: string; segments: string[]; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'store-damage-'));
  const store = openStore(folder, { segmentBytes });
  for (let n = 0; n < 10; n++) await store.append({ stream: `s-${n % 3}`, expected: 'any', events: [1, 2, 3].map((i) => event(`find-me-${n}-${i}`)) });
  await store.close();
  const log = join(folder, 'log');
  const segments = readdirSync(log).filter((name) => name.endsWith('.log'));
  return { folder, log, segments: segments.sort().map((name) => join(log, name)), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
function flip(file: string, text: string): void {
  const bytes = readFileSync(file);
  const at = bytes.indexOf(text);
  assert.ok(at > 0);
  bytes[at]! ^= 0x20;
  writeFileSync(file, bytes);
}
async function count(folder: string): Promise<number> {
  const store = openStore(folder, quiet);
  const { length } = store.log(1, 1000, 'forwards');
  await store.close();
  return length;
}

spec('a data folder that was tampered with', (it) => {
  it('an unfinished write at the end is cut off and reported; everything acknowledged is there', async () => {
    const { folder, segments, remove } = await written();
    const whole = readFileSync(segments[0]!);
    const torn = fc.record({ bytes: fc.uint8Array({ minLength: 1, maxLength: 300 }), keep: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(torn, async ({ bytes, keep }) => {
        const rest = keep ? whole.subarray(16, 16 + bytes.length) : Buffer.from(bytes); // the beginning of a sound group, or anything
        writeFileSync(segments[0]!, Buffer.concat([whole, rest]));
        const lines: string[] = [];
        const store = openStore(folder, { report: (line) => lines.push(line) });
        assert.is(store.last(), 30);
        if (rest.some((byte) => byte !== 0)) assert.match(lines[0] ?? '', /cut off \d+ bytes of an unfinished write after position 30/);
        await store.close();
      }),
      { numRuns: 40 },
    );
    remove();
  });
  it('a flipped bit with sound data behind it refuses the start and says where', async () => {
    const { folder, segments, remove } = await written();
    flip(segments[0]!, 'find-me-4-2');
    assert.throws(() => openStore(folder, quiet), /0000000000000001\.log is damaged: checksums fail at byte \d+, after position 12, .*restore/);
    remove();
  });
  it('a damaged end that was acknowledged refuses the start: it is no unfinished write', async () => {
    const { folder, segments, remove } = await written();
    flip(segments[0]!, 'find-me-9-3');
    assert.throws(() => openStore(folder, quiet), /the log ends at position 27, but 30 was acknowledged/);
    remove();
  });
  it('a flipped bit in a finished segment is found: at start among the newest records, else when it is read', async () => {
    const { folder, segments, remove } = await written(2048);
    flip(segments[0]!, 'find-me-0-2');
    assert.throws(() => openStore(folder, quiet), /the record at position 2 is damaged/);
    const store = openStore(folder, { ...quiet, tailEntries: 4 });
    assert.throws(() => store.log(1, 10, 'forwards'), /the record at position 2 is damaged/);
    assert.is(store.at('s-0', 0)?.position, 1, 'the others can be read');
    await store.close();
    remove();
  });
  it('a finished segment that lost bytes, or is missing, refuses the start', async () => {
    const { folder, segments, remove } = await written(2048);
    const whole = readFileSync(segments[1]!);
    truncateSync(segments[1]!, whole.length - 10);
    assert.throws(() => openStore(folder, quiet), /is damaged/);
    rmSync(segments[1]!);
    assert.throws(() => openStore(folder, quiet), /positions \d+ to \d+ are missing/);
    writeFileSync(segments[1]!, whole);
    assert.is(await count(folder), 30);
    remove();
  });
  it('a lost index is made again from the log', async () => {
    const { folder, remove } = await written(2048);
    rmSync(join(folder, 'index'), { recursive: true });
    const store = openStore(folder, quiet);
    assert.is(store.stream('s-1', 0, 100, 'forwards').entries.length, 9);
    const again = await store.append({ stream: 's-1', expected: 8, events: [event('more')] });
    assert.equal(again, { is: 'appended', revision: 9, position: 31 });
    await store.close();
    remove();
  });
  it('a lost offset table is made again from its segment', async () => {
    const { folder, log, remove } = await written(2048);
    for (const name of readdirSync(log)) if (name.endsWith('.offsets')) rmSync(join(log, name));
    assert.is(await count(folder), 30);
    remove();
  });
  it('a folder of a newer format is refused by name', async () => {
    const { folder, remove } = await written();
    writeFileSync(join(folder, 'format.json'), '{"format":3}');
    assert.throws(() => openStore(folder, quiet), /has format 3, this server reads format 2/);
    remove();
  });
  it('a folder of the first format is converted once, and the old file is kept', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'store-format-1-'));
    const old = open<Buffer, Buffer>({ path: folder, encoding: 'binary', keyEncoding: 'binary', maxDbs: 8, noSubdir: false });
    const log = old.openDB<Buffer, Buffer>('log', { encoding: 'binary', keyEncoding: 'binary' });
    const proposed = [1, 2, 3].map((n) => event(`old-${n}`));
    for (const [revision, it] of proposed.entries()) {
      const position = revision + (revision === 2 ? 2 : 1); // format 1 had holes
      const key = Buffer.alloc(6);
      key.writeUIntBE(position, 0, 6);
      await log.put(key, encode(it, { position, revision, created: 1, streamNumber: 1, stream: Buffer.from('s') }));
    }
    await old.close();
    for (let round = 0; round < 2; round++) {
      const store = openStore(folder, quiet);
      assert.equal(
        store.stream('s', 0, 10, 'forwards').entries.map((entry) => [entry.position, idOf(entry.value)]),
        proposed.map(({ id }, i) => [i === 2 ? 4 : i + 1, id]),
      );
      await store.close();
    }
    assert.ok(existsSync(join(folder, 'format-1', 'data.mdb')));
    rmSync(folder, { recursive: true });
  });
});
