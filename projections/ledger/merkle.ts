// The Merkle tree of RFC 6962: hashes, proofs, and their verification. A subtree of 2^level leaves is named by its level and its index.
import { hash } from 'node:crypto';

export const HASH = 32;
export const sha256 = (...parts: readonly Uint8Array[]): Buffer => hash('sha256', parts.length === 1 ? parts[0]! : Buffer.concat(parts), 'buffer');
const [LEAF, NODE] = [Buffer.of(0), Buffer.of(1)];
export const leafHash = (entry: Uint8Array): Buffer => sha256(LEAF, entry);
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(NODE, left, right);
export const EMPTY_ROOT = sha256(Buffer.alloc(0));

/** The hash over the 2^level leaves that start at index × 2^level; asked only for subtrees that are complete. */
export type ReadHash = (level: number, index: number) => Buffer;

/** The level of the largest complete subtree that is a proper left part of `count` leaves. */
const splitLevel = (count: number): number => Math.ceil(Math.log2(count)) - 1;
const isPower = (count: number): boolean => 2 ** Math.round(Math.log2(count)) === count;

/** The hash over leaves start..start+count-1, where `start` is a multiple of the smallest power of two that holds `count`. */
function rangeHash(read: ReadHash, start: number, count: number): Buffer {
  if (isPower(count)) return read(Math.round(Math.log2(count)), start / count);
  const left = 2 ** splitLevel(count);
  return nodeHash(rangeHash(read, start, left), rangeHash(read, start + left, count - left));
}
export const rootOf = (read: ReadHash, size: number): Buffer => (size === 0 ? EMPTY_ROOT : rangeHash(read, 0, size));

/** What leads from leaf `index` to the root of the first `size` leaves, from the leaf upwards. */
export function inclusionProof(read: ReadHash, index: number, size: number): Buffer[] {
  const within = (start: number, count: number): Buffer[] => {
    if (count === 1) return [];
    const left = 2 ** splitLevel(count);
    return index < start + left
      ? [...within(start, left), rangeHash(read, start + left, count - left)]
      : [...within(start + left, count - left), rangeHash(read, start, left)];
  };
  if (!(index >= 0 && index < size)) throw new RangeError(`leaf ${index} is not in a log of ${size}`);
  return within(0, size);
}

/** What shows that the first `old` of `size` leaves have not changed. Empty when there is nothing to show. */
export function consistencyProof(read: ReadHash, old: number, size: number): Buffer[] {
  const within = (start: number, count: number, known: boolean): Buffer[] => {
    const part = old - start;
    if (part === count) return known ? [] : [rangeHash(read, start, count)];
    const left = 2 ** splitLevel(count);
    return part <= left
      ? [...within(start, left, known), rangeHash(read, start + left, count - left)]
      : [...within(start + left, count - left, false), rangeHash(read, start, left)];
  };
  if (!(old >= 0 && old <= size)) throw new RangeError(`a log of ${size} was never of ${old}`);
  return old === 0 || old === size ? [] : within(0, size, true);
}

/** The root that follows from a leaf's hash and its proof; undefined when the proof has the wrong length. */
export function rootFromInclusion(leaf: Buffer, index: number, size: number, proof: readonly Buffer[]): Buffer | undefined {
  let [at, last, root] = [index, size - 1, leaf];
  if (!(index >= 0 && index < size)) return undefined;
  for (const sibling of proof) {
    if (last === 0) return undefined;
    const right = at % 2 === 1;
    if (right || at === last) {
      root = nodeHash(sibling, root);
      for (; !right && at % 2 === 0 && at !== 0; at /= 2, last = Math.floor(last / 2));
    } else root = nodeHash(root, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? root : undefined;
}

/** Whether the log of `size` with `root` begins with the log of `old` with `oldRoot`. */
export function isConsistent(old: number, oldRoot: Buffer, size: number, root: Buffer, proof: readonly Buffer[]): boolean {
  if (old > size || old < 0) return false;
  if (old === size) return proof.length === 0 && oldRoot.equals(root);
  if (old === 0) return proof.length === 0 && oldRoot.equals(EMPTY_ROOT);
  const path = isPower(old) ? [oldRoot, ...proof] : [...proof];
  let [at, last] = [old - 1, size - 1];
  for (; at % 2 === 1; at = Math.floor(at / 2), last = Math.floor(last / 2));
  const first = path.shift();
  if (!first) return false;
  let [before, after] = [first, first];
  for (const sibling of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      [before, after] = [nodeHash(sibling, before), nodeHash(sibling, after)];
      for (; at % 2 === 0 && at !== 0; at /= 2, last = Math.floor(last / 2));
    } else after = nodeHash(after, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && before.equals(oldRoot) && after.equals(root);
}
