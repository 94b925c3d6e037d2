import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { consistencyProof, inclusionProof, leafHash, rootOf, sha256 } from '#projections/ledger/merkle.ts';
import { checkpointText, KIND, rawOf, signatureLine, vkey } from '#projections/ledger/note.ts';
import { EMPTY_EDGE, grow, hashesFrom as serverHashes, partials, tilePath } from '#projections/ledger/tiles.ts';
import { checkEvent, checkLog, type Step } from './checks.ts';
import { isConsistent, rootFromInclusion } from './merkle.ts';
import { hashesFrom } from './tiles.ts';

const NAME = 'hub.example/ledger/1';
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const verifier = { name: NAME, kind: KIND.ed25519, raw: rawOf(publicKey) } as const;
const KEY = vkey(verifier);
const bytes = (buffer: Buffer) => new Uint8Array(buffer) as Uint8Array<ArrayBuffer>;
const textOf = (n: number) => `{"event":${n}}`;

/** A log of the hub's own making, of `size` events, with its files. */
function makeLog(size: number, text = textOf) {
  const leaves = Array.from({ length: size }, (_, n) => leafHash(sha256(Buffer.from(text(n)))));
  const { edge, full } = grow(EMPTY_EDGE, leaves);
  const tiles = [...full, ...partials(edge)];
  const files = new Map(tiles.map((tile) => [tilePath(tile.level, tile.index, tile.bytes.length / 32), bytes(tile.bytes)]));
  const read = serverHashes((level, index) => tiles.find((tile) => tile.level === level && tile.index === index)!.bytes);
  const root = rootOf(read, size);
  const body = checkpointText({ origin: NAME, size, root, extensions: [] });
  const note = `${body}\n${signatureLine(verifier, sign(null, Buffer.from(body), privateKey))}`;
  const fetchFile = async (path: string) => files.get(path) ?? Promise.reject(new Error(`no ${path}`));
  const visit = { at: '2026-03-01', key: KEY, size, root: root.toString('base64') };
  return { files, read, root, note, fetchFile, visit };
}
const found = (steps: readonly Step[]) => Object.fromEntries(steps.map((one) => [one.step, one.found]));
const sizes = fc.integer({ min: 1, max: 700 });

spec('the log, checked in the browser', (it) => {
  it('comes to the hub’s own roots and proofs from the public tiles alone', async () => {
    const log = makeLog(700);
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (size, a, b) => {
        const [index, old] = [a % size, b % (size + 1)];
        const own = makeLog(size);
        const root = bytes(own.root);
        const hashes = hashesFrom(own.fetchFile, size);
        assert.equal(await hashes.range(0, size), root);
        const consistency = await hashes.consistency(old);
        assert.equal(consistency, consistencyProof(own.read, old, size).map(bytes));
        if (old > 0) assert.ok(await isConsistent(old, bytes(rootOf(log.read, old)), size, root, consistency));
        const inclusion = inclusionProof(own.read, index, size).map(bytes);
        assert.equal(await rootFromInclusion(bytes(leafHash(sha256(Buffer.from(textOf(index))))), index, size, inclusion), root);
      }),
      { numRuns: 25 },
    );
  });
  it('holds for a sound log, and remembers from visit to visit', async () => {
    const [first, later] = [makeLog(300), makeLog(421)];
    const checked = (log: typeof first, visit?: typeof first.visit) => checkLog({ text: log.note, key: KEY, fetchFile: log.fetchFile, visit });
    assert.equal(found((await checked(first)).steps), { signature: 'holds', key: 'none', root: 'holds', history: 'none' });
    assert.equal(found((await checked(later, first.visit)).steps), { signature: 'holds', key: 'holds', root: 'holds', history: 'holds' });
    assert.equal(found((await checked(first, later.visit)).steps).history, 'broken', 'rolled back');
    const rewritten = makeLog(421, (n) => (n === 7 ? 'another' : textOf(n)));
    assert.equal(found((await checked(rewritten, first.visit)).steps), { signature: 'holds', key: 'holds', root: 'holds', history: 'broken' });
    assert.is(found((await checked(later, { ...first.visit, key: 'another' })).steps).key, 'broken');
  });
  it('is broken for a changed tile, a changed checkpoint and another key', async () => {
    const log = makeLog(300);
    const [path, tile] = [...log.files].at(-1)!;
    const changed = async (asked: string) => (asked === path ? tile.with(5, tile[5]! ^ 1) : log.fetchFile(asked));
    assert.is(found((await checkLog({ text: log.note, key: KEY, fetchFile: changed as typeof log.fetchFile })).steps).root, 'broken');
    const larger = log.note.replace('\n300\n', '\n256\n');
    assert.is(found((await checkLog({ text: larger, key: KEY, fetchFile: log.fetchFile })).steps).signature, 'broken');
    const other = vkey({ ...verifier, raw: rawOf(generateKeyPairSync('ed25519').publicKey) });
    assert.is(found((await checkLog({ text: log.note, key: other, fetchFile: log.fetchFile })).steps).signature, 'broken');
  });
  it('proves one event, and nothing else by the same proof', async () => {
    const log = makeLog(300);
    const proof = {
      leaf: textOf(41),
      index: 41,
      size: 300,
      checkpoint: log.note,
      proof: inclusionProof(log.read, 41, 300).map((hash) => hash.toString('base64')),
    };
    assert.equal(found(await checkEvent(proof, KEY)), { signature: 'holds', leaf: 'holds' });
    for (const lie of [{ leaf: textOf(42) }, { index: 42 }, { size: 299 }, { proof: proof.proof.slice(1) }, { proof: ['x'] }, { checkpoint: 'x' }])
      assert.is(found(await checkEvent({ ...proof, ...lie }, KEY)).leaf, 'broken');
  });
  it('answers and never falls over, whatever the hub says', async () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('\n\n', `${NAME}\n1\n`, '— a b\n'));
    await fc.assert(
      fc.asyncProperty(text, text, fc.nat(), fc.array(fc.string()), async (leaf, checkpoint, index, proof) => {
        assert.is(found(await checkEvent({ leaf, checkpoint, index, size: index + 1, proof }, leaf)).leaf, 'broken');
      }),
    );
  });
  it('holds nothing of what is no proof at all: other types, no numbers, endless lists', async () => {
    const log = makeLog(300);
    const proof = inclusionProof(log.read, 41, 300).map((hash) => hash.toString('base64'));
    const sound = { leaf: textOf(41), index: 41, size: 300, checkpoint: log.note, proof };
    const strange = fc.oneof(
      fc.anything(),
      fc.constantFrom(
        2 ** 63,
        -1,
        Number.NaN,
        0.5,
        41.5,
        '41',
        '300',
        Array.from({ length: 100_000 }, () => proof[0]),
      ),
    );
    const field = fc.constantFrom('leaf', 'index', 'size', 'checkpoint', 'proof');
    await fc.assert(
      fc.asyncProperty(field, strange, async (name, value) => {
        const told = JSON.parse(`{"__proto__":{"index":41,"size":300}}`) as object;
        const lie = { ...told, ...sound, [name]: value } as typeof sound;
        assert.is(found(await checkEvent(lie, KEY)).leaf, 'broken', name);
      }),
    );
    for (const signatures of [10_000, 0])
      assert.is(
        found(await checkEvent({ ...sound, checkpoint: log.note + log.note.slice(log.note.indexOf('— ')).repeat(signatures) }, KEY)).leaf,
        signatures ? 'broken' : 'holds',
      );
  });
  it('finds a log broken, or not there, whose size is out of this world, and asks for few of its files', async () => {
    const sizes = [999_999_999_999_999, 2 ** 49 + 1, 2 ** 49, 2 ** 48 - 1, 255];
    for (const size of sizes)
      for (const bytesOf of [(width: number) => width * 32, () => 0, () => 8193, () => 8191]) {
        const asked = new Set<string>();
        const fetchFile = async (path: string) => {
          asked.add(path);
          return new Uint8Array(bytesOf(Number(/\.p\/(\d+)$/.exec(path)?.[1] ?? 256)));
        };
        const body = checkpointText({ origin: NAME, size, root: Buffer.alloc(32, 7), extensions: [] });
        const text = `${body}\n${signatureLine(verifier, sign(null, Buffer.from(body), privateKey))}`;
        const visit = { at: '', key: KEY, size: Math.floor(size / 3), root: Buffer.alloc(32, 9).toString('base64') };
        const steps = await checkLog({ text, key: KEY, fetchFile, visit }).then(
          ({ steps: all }) => found(all),
          () => ({ root: 'broken', history: 'broken' }),
        );
        assert.equal([steps['root'], steps['history']], ['broken', 'broken'], String(size));
        assert.ok(asked.size < 500, `${asked.size} files`);
      }
  });
});
