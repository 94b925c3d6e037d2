// What this browser finds out by itself about a log, step by step. Nothing here believes the hub: it takes files anybody may fetch,
// the key, and what this browser remembers of the visit before.
import { base64, type Bytes, same, sha256, utf8 } from './bytes.ts';
import { isConsistent, leafHash, rootFromInclusion } from './merkle.ts';
import { type Checkpoint, ED25519, type Note, parseCheckpoint, parseKey, parseNote, signedBy } from './note.ts';
import { type FetchFile, hashesFrom } from './tiles.ts';

/** `none`: there was nothing to check. `unable`: this browser cannot. */
export type Found = 'holds' | 'broken' | 'none' | 'unable';
export type Step = {
  readonly step: 'signature' | 'key' | 'root' | 'history' | 'leaf';
  readonly found: Found;
  readonly values: Readonly<Record<string, string | number>>;
};
/** What a visit leaves in this browser. */
export type Visit = { readonly at: string; readonly key: string; readonly size: number; readonly root: string };
export type Verified = { readonly steps: readonly Step[]; readonly note: Note; readonly checkpoint: Checkpoint };

const step = (name: Step['step'], found: Found, values: Step['values'] = {}): Step => ({ step: name, found, values });

async function signature(note: Note, key: string): Promise<Step> {
  const parsed = await parseKey(key);
  if (parsed?.kind !== ED25519) return step('signature', 'broken', { key: key.slice(0, 60) });
  const found = await signedBy(note, parsed);
  return step('signature', found === 'signed' ? 'holds' : found === 'unable' ? 'unable' : 'broken', { key: `${parsed.name}+${parsed.id}` });
}

async function history(fetchFile: FetchFile, { size, root }: Checkpoint, visit: Visit | undefined): Promise<Step> {
  const old = visit && base64(visit.root);
  if (!visit || !old) return step('history', 'none', { size });
  const values = { old: visit.size, size, at: visit.at };
  if (visit.size > size) return step('history', 'broken', values);
  const proof = await hashesFrom(fetchFile, size).consistency(visit.size);
  return step('history', (await isConsistent(visit.size, old, size, root, proof)) ? 'holds' : 'broken', values);
}

/**
 * Checks a checkpoint: its signature, whether its key is the one of the visit before, whether its root follows from the log's tiles, and
 * whether it goes on from that visit. Rejects when the log's files cannot be fetched or are none.
 */
export async function checkLog({
  text,
  key,
  fetchFile,
  visit,
}: {
  text: string;
  key: string;
  fetchFile: FetchFile;
  visit?: Visit | undefined;
}): Promise<Verified> {
  const note = parseNote(text);
  const checkpoint = note && parseCheckpoint(note.text);
  if (!note || !checkpoint) throw new Error('the checkpoint is no signed checkpoint');
  const { size, root } = checkpoint;
  const computed = size === 0 ? await sha256() : await hashesFrom(fetchFile, size).range(0, size);
  const steps = [
    await signature(note, key),
    step('key', visit === undefined ? 'none' : visit.key === key ? 'holds' : 'broken', { at: visit?.at ?? '' }),
    step('root', same(computed, root) ? 'holds' : 'broken', { size }),
    await history(fetchFile, checkpoint, visit),
  ];
  return { steps, note, checkpoint };
}

export type Proof = { readonly leaf: string; readonly index: number; readonly size: number; readonly proof: readonly string[]; readonly checkpoint: string };
/** A log of 2^64 leaves needs no more. */
const MOST_PROOF = 64;
/** Checks that one event is the leaf at `index` under a checkpoint that `key` signed. */
export async function checkEvent({ leaf, index, size, proof, checkpoint: text }: Proof, key: string): Promise<Step[]> {
  const note = parseNote(text);
  const checkpoint = note && parseCheckpoint(note.text);
  const hashes = Array.isArray(proof) && proof.length <= MOST_PROOF ? proof.map(base64) : [undefined];
  if (!note || !checkpoint || checkpoint.size !== size || hashes.some((hash) => hash?.length !== 32)) return [step('leaf', 'broken', { index, size })];
  const root = await rootFromInclusion(await leafHash(await sha256(utf8(leaf))), index, size, hashes as Bytes[]);
  return [await signature(note, key), step('leaf', root && same(root, checkpoint.root) ? 'holds' : 'broken', { index, size })];
}
