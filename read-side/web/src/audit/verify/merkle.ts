// RFC 6962 in a browser: what follows from hashes that anybody may fetch. It shares no code with the hub, so that a mistake there is not one here.
import { type Bytes, same, sha256 } from './bytes.ts';

const [LEAF, NODE] = [Uint8Array.of(0), Uint8Array.of(1)];
export const leafHash = (entry: Uint8Array): Promise<Bytes> => sha256(LEAF, entry);
export const nodeHash = (left: Uint8Array, right: Uint8Array): Promise<Bytes> => sha256(NODE, left, right);
/** Exactly, since a logarithm is rounded: that of 2^49 + 1 is 49. */
export const isPower = (n: number): boolean => 2 ** Math.round(Math.log2(n)) === n;

/** The root that a leaf and its proof lead to; undefined for a proof of another length. */
export async function rootFromInclusion(leaf: Bytes, index: number, size: number, proof: readonly Bytes[]): Promise<Bytes | undefined> {
  let [at, last, root] = [index, size - 1, leaf];
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return undefined;
  for (const sibling of proof) {
    if (last === 0) return undefined;
    if (at % 2 === 1 || at === last) {
      root = await nodeHash(sibling, root);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else root = await nodeHash(root, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? root : undefined;
}

/** Whether the log of `size` with `root` begins with the log of `old` with `oldRoot`. */
export async function isConsistent(old: number, oldRoot: Bytes, size: number, root: Bytes, proof: readonly Bytes[]): Promise<boolean> {
  if (old === size) return proof.length === 0 && same(oldRoot, root);
  if (old === 0) return proof.length === 0;
  if (old > size || old < 0) return false;
  const [first, ...path] = isPower(old) ? [oldRoot, ...proof] : proof;
  if (!first) return false;
  let [at, last] = [old - 1, size - 1];
  while (at % 2 === 1) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  let [before, after] = [first, first];
  for (const sibling of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      [before, after] = [await nodeHash(sibling, before), await nodeHash(sibling, after)];
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else after = await nodeHash(after, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && same(before, oldRoot) && same(after, root);
}
