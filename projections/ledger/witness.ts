// What a witness does, as C2SP tlog-witness says: it remembers the newest checkpoint of each log it knows, and cosigns another one only
// when that goes on from it. So nobody who asks the witness can be shown another history.
import { isConsistent } from './merkle.ts';
import { type Checkpoint, KIND, parseCheckpoint, parseNote, verifiedBy, type Verifier } from './note.ts';
import { type PublicKeys, signLines, type Signer } from './signer.ts';

export type Seen = { readonly size: number; readonly root: string };
export type WitnessDeps = {
  /** The witness's own name. */
  readonly name: string;
  /** Keys of the logs it knows; a key's name is the log's origin. */
  readonly logs: readonly Verifier[];
  /** What it saw last, durably: `put` resolves when it will survive a crash. */
  readonly memory: { get(origin: string): Promise<Seen | undefined>; put(origin: string, seen: Seen): Promise<void> };
  readonly signer: Signer;
  readonly now: () => Date;
};
export type WitnessAnswer = { readonly status: 200 | 400 | 403 | 404 | 409 | 422; readonly type: string; readonly body: string };

const TEXT = 'text/plain; charset=utf-8';
const say = (status: WitnessAnswer['status'], body: string): WitnessAnswer => ({ status, type: TEXT, body: `${body}\n` });
const MOST_PROOF = 63;

type Asked = { readonly old: number; readonly proof: readonly Buffer[]; readonly note: string };
/** Undefined for what is no request. */
export function parseRequest(body: string): Asked | undefined {
  const end = body.indexOf('\n\n');
  const [first, ...lines] = body.slice(0, Math.max(end, 0)).split('\n');
  const old = /^old (0|[1-9]\d{0,14})$/.exec(first ?? '')?.[1];
  const proof = lines.map((line) => Buffer.from(line, 'base64'));
  if (old === undefined || proof.length > MOST_PROOF || proof.some((hash, i) => hash.length !== 32 || hash.toString('base64') !== lines[i])) return undefined;
  return { old: Number(old), proof, note: body.slice(end + 2) };
}
export const requestText = (old: number, proof: readonly Buffer[], note: string): string =>
  `old ${old}\n${proof.map((hash) => `${hash.toString('base64')}\n`).join('')}\n${note}`;

export const cosigners = (name: string, { ed25519, mldsa }: PublicKeys): Verifier[] => [
  { name, kind: KIND.cosignature, raw: ed25519 },
  ...(mldsa ? [{ name, kind: KIND.mldsa, raw: mldsa } as const] : []),
];

/** One request at a time for each log: what was compared must still hold when it is written down. */
export function makeWitness({ name, logs, memory, signer, now }: WitnessDeps) {
  const turns = new Map<string, Promise<unknown>>();

  async function judge(checkpoint: Checkpoint, { old, proof }: Asked, text: string): Promise<WitnessAnswer> {
    const { origin, size, root } = checkpoint;
    const seen = await memory.get(origin);
    if (old > size) return say(400, 'the old size is larger than the checkpoint');
    if (old !== (seen?.size ?? 0)) return { status: 409, type: 'text/x.tlog.size', body: `${seen?.size ?? 0}\n` };
    if (seen && seen.size === size && seen.root !== root.toString('base64')) return say(409, 'another root was cosigned for this size');
    const before = seen && seen.size > 0 ? Buffer.from(seen.root, 'base64') : undefined;
    const holds = before ? isConsistent(old, before, size, root, proof) : proof.length === 0;
    if (!holds) return say(422, 'the proof does not show that the log goes on from what was cosigned');
    await memory.put(origin, { size, root: root.toString('base64') });
    const key = (await signer.keys()).at(-1)!;
    return { status: 200, type: TEXT, body: await signLines(signer, key.id, cosigners(name, key), text, Math.floor(now().getTime() / 1000)) };
  }

  return {
    /** Answers an add-checkpoint request, whatever it is. */
    async add(body: string): Promise<WitnessAnswer> {
      const asked = parseRequest(body);
      const note = asked && parseNote(asked.note);
      const checkpoint = note && parseCheckpoint(note.text);
      if (!asked || !checkpoint) return say(400, 'this is not a request to add a checkpoint');
      const known = logs.filter((log) => log.name === checkpoint.origin);
      if (known.length === 0) return say(404, 'this witness does not know the log');
      if (!known.some((log) => verifiedBy(note, log).length > 0)) return say(403, 'no key this witness trusts has signed the checkpoint');
      const turn = (turns.get(checkpoint.origin) ?? Promise.resolve()).then(() => judge(checkpoint, asked, note.text));
      turns.set(
        checkpoint.origin,
        turn.catch(() => undefined),
      );
      return turn;
    },
  };
}
export type Witness = ReturnType<typeof makeWitness>;
