// A map from each stream of a tenant to its last revision and a running hash over its leaves. The root of the map stands in every
// checkpoint, so that a stream can be shown whole: revisions 0…n, and nothing after n at that checkpoint. The map is a binary tree over
// SHA-256 of the stream's name; a subtree with one stream in it is that stream, an empty one is 32 zeros. So its root depends on what is
// in it, never on the order it came in, and each name has exactly one place.
import { HASH, sha256 } from './merkle.ts';

/** `last`: the stream's last revision. `hash`: over all its leaves, see `running`. */
export type StreamEnd = { readonly last: number; readonly hash: Buffer };
export type StreamLeaf = StreamEnd & { readonly key: Buffer };
/** What stands at a place: one stream, or the hash over several. */
export type Node = { readonly stream: StreamLeaf } | { readonly hash: Buffer };
/** Places are strings of `0` and `1` from the root; undefined is empty. */
export type Nodes = { get(place: string): Node | undefined };
export type Written = Map<string, Node | undefined>;
/** What a stream's end rests on: the hashes beside the way from the stream up to the root. `at` is what stands there: the stream itself, another one or nothing. */
export type StreamProof = { readonly at: StreamLeaf | undefined; readonly siblings: readonly Buffer[] };

export const NOTHING = Buffer.alloc(HASH);
const [LEAF, NODE, NEXT] = [Buffer.of(0), Buffer.of(1), Buffer.of(2)];
export const keyOf = (stream: string): Buffer => sha256(Buffer.from(stream));
/** The stream's hash after one more leaf; the first follows on `NOTHING`. */
export const running = (before: Buffer, leaf: Buffer): Buffer => sha256(NEXT, before, leaf);

function u64(n: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(n));
  return bytes;
}
const streamHash = ({ key, last, hash }: StreamLeaf): Buffer => sha256(LEAF, key, u64(last), hash);
const innerHash = (left: Buffer, right: Buffer): Buffer => sha256(NODE, left, right);
const hashOf = (node: Node | undefined): Buffer => (!node ? NOTHING : 'stream' in node ? streamHash(node.stream) : node.hash);
const bit = (key: Buffer, depth: number): '0' | '1' => ((key[depth >> 3]! >> (7 - (depth & 7))) & 1 ? '1' : '0');

export const rootOfStreams = (nodes: Nodes): Buffer => hashOf(nodes.get(''));

/** Writes the new ends of some streams (one each) into `written`, which lies over `nodes`; answers the new root. */
export function putStreams(nodes: Nodes, written: Written, ends: readonly StreamLeaf[]): Buffer {
  const get = (place: string) => (written.has(place) ? written.get(place) : nodes.get(place));
  const put = (place: string, streams: readonly StreamLeaf[]): Buffer => {
    const node = get(place);
    const here = node && 'stream' in node ? node.stream : undefined;
    const all = here && !streams.some(({ key }) => key.equals(here.key)) ? [...streams, here] : streams;
    if (all.length === 1 && (!node || here)) return set(place, { stream: all[0]! });
    if (here) written.set(place, undefined);
    const side = (digit: '0' | '1'): Buffer => {
      const some = all.filter(({ key }) => bit(key, place.length) === digit);
      return some.length > 0 ? put(place + digit, some) : hashOf(get(place + digit));
    };
    return set(place, { hash: innerHash(side('0'), side('1')) });
  };
  const set = (place: string, node: Node): Buffer => {
    written.set(place, node);
    return hashOf(node);
  };
  return ends.length > 0 ? put('', ends) : hashOf(get(''));
}

/** The end of a stream; undefined when the log has no such stream. */
export function endOf(nodes: Nodes, key: Buffer): StreamLeaf | undefined {
  for (let place = ''; ; place += bit(key, place.length)) {
    const node = nodes.get(place);
    if (!node || 'stream' in node) return node?.stream.key.equals(key) ? node.stream : undefined;
  }
}

/** The proof of a stream's end, or of its absence. */
export function proveStream(nodes: Nodes, key: Buffer): StreamProof {
  const siblings: Buffer[] = [];
  for (let place = ''; ; ) {
    const node = nodes.get(place);
    if (!node || 'stream' in node) return { at: node?.stream, siblings };
    const digit = bit(key, place.length);
    siblings.push(hashOf(nodes.get(place + (digit === '0' ? '1' : '0'))));
    place += digit;
  }
}

/** The root that follows from a proof for `key`. */
export const rootFromStream = (key: Buffer, { at, siblings }: StreamProof): Buffer =>
  siblings.reduceRight(
    (below, sibling, depth) => (bit(key, depth) === '0' ? innerHash(below, sibling) : innerHash(sibling, below)),
    at ? streamHash(at) : NOTHING,
  );
