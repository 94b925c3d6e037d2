import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { endOf, keyOf, type Node, NOTHING, proveStream, putStreams, rootFromStream, rootOfStreams, running, type StreamLeaf } from './streams.ts';

type Ends = Record<string, number>;
const leafOf = ([name, last]: [string, number]): StreamLeaf => ({ key: keyOf(name), last, hash: running(NOTHING, keyOf(`${name} ${last}`)) });

/** The map after batches of ends, each laid over what was there. */
function mapOf(batches: readonly Ends[]) {
  const kept = new Map<string, Node>();
  const nodes = { get: (place: string) => kept.get(place) };
  for (const batch of batches) {
    const written = new Map<string, Node | undefined>();
    const root = putStreams(nodes, written, Object.entries(batch).map(leafOf));
    for (const [place, node] of written) if (node) kept.set(place, node);
    assert.equal(root, rootOfStreams(nodes));
  }
  return nodes;
}
const ends = fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.nat({ max: 9 }), { maxKeys: 40 });

spec('the stream map', (it) => {
  it('has a root that depends on what is in it, never on the order it came in', () =>
    fc.assert(
      fc.property(fc.array(ends, { maxLength: 5 }), (batches) => {
        const last = Object.assign({}, ...batches) as Ends;
        const sorted = Object.fromEntries(Object.entries(last).toReversed());
        assert.equal(rootOfStreams(mapOf(batches)), rootOfStreams(mapOf([sorted])));
      }),
      { numRuns: 100 },
    ));
  it('proves where each stream ends, and no other end of it', () =>
    fc.assert(
      fc.property(ends, fc.stringMatching(/^[a-z]{1,3}$/), (given, name) => {
        const nodes = mapOf([given]);
        const root = rootOfStreams(nodes).toString('hex');
        const proof = proveStream(nodes, keyOf(name));
        assert.is(rootFromStream(keyOf(name), proof).toString('hex'), root);
        assert.equal(endOf(nodes, keyOf(name))?.last, given[name]);
        if (!proof.at) return;
        const longer = { ...proof, at: { ...proof.at, last: proof.at.last + 1 } };
        assert.is.not(rootFromStream(keyOf(name), longer).toString('hex'), root);
        assert.is.not(rootFromStream(keyOf(name), { ...proof, at: undefined }).toString('hex'), root);
      }),
      { numRuns: 150 },
    ));
});
