import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { consistencyProof, EMPTY_ROOT, inclusionProof, isConsistent, leafHash, nodeHash, type ReadHash, rootFromInclusion, rootOf } from './merkle.ts';
import { bundle, EMPTY_EDGE, entriesIn, grow, hashesFrom, partials, rootOfEdge, tileName } from './tiles.ts';

/** The definition of RFC 6962 2.1, word by word. */
function definition(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return EMPTY_ROOT;
  if (leaves.length === 1) return leaves[0]!;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(definition(leaves.slice(0, k)), definition(leaves.slice(k)));
}
const leaves = (count: number): Buffer[] => Array.from({ length: count }, (_, i) => leafHash(Buffer.from(`leaf ${i}`)));
const all = leaves(1100);
const read: ReadHash = (level, index) => definition(all.slice(index * 2 ** level, (index + 1) * 2 ** level));
const size = fc.integer({ min: 1, max: all.length });
const flip = (bytes: Buffer) => Buffer.from(bytes.map((byte, i) => (i === 7 ? byte ^ 1 : byte)));

spec('the Merkle tree', (it) => {
  it('has the roots that RFC 6962 defines, whether read whole or grown in any batches', () =>
    fc.assert(
      fc.property(size, fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 5 }), (count, cuts) => {
        let edge = EMPTY_EDGE;
        const tiles = new Map<string, Buffer>();
        for (let from = 0, i = 0; from < count; i += 1) {
          const to = Math.min(count, from + (cuts[i] ?? count));
          const grown = grow(edge, all.slice(from, to));
          for (const { level, index, bytes } of grown.full) tiles.set(`${level}/${index}`, bytes);
          [edge, from] = [grown.edge, to];
        }
        for (const { level, index, bytes } of partials(edge)) tiles.set(`${level}/${index}`, bytes);
        const expected = definition(all.slice(0, count));
        const fromTiles = hashesFrom((level, index) => tiles.get(`${level}/${index}`)!);
        assert.equal([rootOfEdge(edge), rootOf(read, count), rootOf(fromTiles, count)].map(String), [expected, expected, expected].map(String));
      }),
      { numRuns: 40 },
    ));
  it('proves each leaf in each size, and no other leaf, place or size', () =>
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), (count, a, b) => {
        const [index, other] = [a % count, b % count];
        const proof = inclusionProof(read, index, count);
        const root = rootOf(read, count).toString();
        const from = (leaf: Buffer, at: number, of: number, path = proof) => rootFromInclusion(leaf, at, of, path)?.toString();
        assert.is(from(all[index]!, index, count), root);
        if (other !== index) assert.is.not(from(all[index]!, other, count), root);
        if (other !== index) assert.is.not(from(all[other]!, index, count), root);
        assert.is.not(from(all[index]!, index, count, [...proof, proof[0] ?? EMPTY_ROOT]), root);
        if (proof.length > 0) assert.is.not(from(all[index]!, index, count, proof.with(a % proof.length, flip(proof[a % proof.length]!))), root);
        if (proof.length > 0) assert.is.not(from(all[index]!, index, count, proof.slice(1)), root);
      }),
      { numRuns: 150 },
    ));
  it('shows of any two sizes that one goes on from the other, and never of a log that was rewritten', () =>
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), (count, a, b) => {
        const old = a % (count + 1);
        const proof = consistencyProof(read, old, count);
        const [before, after] = [rootOf(read, old), rootOf(read, count)];
        assert.ok(isConsistent(old, before, count, after, proof));
        assert.not.ok(old > 0 && isConsistent(old, flip(before), count, after, proof));
        assert.not.ok(old > 0 && isConsistent(old, before, count, flip(after), proof));
        if (proof.length > 0) assert.not.ok(isConsistent(old, before, count, after, proof.with(b % proof.length, flip(proof[b % proof.length]!))));
        assert.not.ok(old < count && old > 0 && isConsistent(old, before, count, after, proof.slice(1)));
        assert.not.ok(isConsistent(old, before, count, after, [...proof, before]));
        assert.not.ok(old < count && isConsistent(count, after, old, before, proof));
      }),
      { numRuns: 150 },
    ));
  it('names tiles as C2SP does, and reads bundles back', () => {
    assert.equal([tileName(0), tileName(1_234_067), tileName(999, 7), tileName(1000, 255)], ['000', 'x001/x234/067', '999.p/7', 'x001/000.p/255']);
    const entries = [Buffer.alloc(0), Buffer.from('a'), Buffer.alloc(300, 'b')];
    assert.equal(entriesIn(bundle(entries)).map(String), entries.map(String));
  });
});
