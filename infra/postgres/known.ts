// Which rows a build has written, in twelve bits each. It may take a row for written that is not, one of a hundred, and never the other way round:
// a row that it does not know is new.

const BITS_EACH = 12;
const PROBES = 6;
const FIRST_BITS = 2 ** 18;
const MOST_BITS = 2 ** 28;
const GROWTH = 4;

type Layer = { readonly words: Uint32Array; readonly mask: number; left: number };
const layer = (bits: number): Layer => ({ words: new Uint32Array(bits / 32), mask: bits - 1, left: Math.floor(bits / BITS_EACH) });

/** Two hashes in one pass; the probes are steps of the second from the first. */
function hashesOf(key: string): [number, number] {
  let [a, b] = [0x811c9dc5, 0x9747b28c];
  for (let i = 0; i < key.length; i += 1) {
    const c = key.charCodeAt(i);
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul((b << 13) | (b >>> 19), 5) ^ Math.imul(c, 0x5bd1e995);
  }
  a ^= a >>> 15;
  b ^= b >>> 16;
  return [Math.imul(a, 0x2c1b3c6d) ^ (a >>> 12), Math.imul(b, 0x297a2d39) | 1];
}

export type Known = {
  has(key: string): boolean;
  /** Answers whether it was known before. */
  add(key: string): boolean;
};

/** When a layer is full a larger one takes what comes then. */
export function makeKnown(): Known {
  const layers = [layer(FIRST_BITS)];
  const isIn = ({ words, mask }: Layer, [a, b]: [number, number]) => {
    for (let i = 0, at = a; i < PROBES; i += 1, at += b) if (((words[(at & mask) >>> 5]! >>> (at & 31)) & 1) === 0) return false;
    return true;
  };
  const find = (hashes: [number, number]) => layers.some((one) => isIn(one, hashes));
  return {
    has: (key) => find(hashesOf(key)),
    add: (key) => {
      const hashes = hashesOf(key);
      if (find(hashes)) return true;
      let last = layers.at(-1)!;
      if (last.left === 0) layers.push((last = layer(Math.min(MOST_BITS, last.words.length * 32 * GROWTH))));
      for (let i = 0, [at, step] = hashes; i < PROBES; i += 1, at += step) last.words[(at & last.mask) >>> 5]! |= 1 << (at & 31);
      last.left -= 1;
      return false;
    },
  };
}
