// Asks witnesses to cosign what was signed, log by log, and keeps the newest checkpoint with their lines. A witness that is away is
// asked again with the next checkpoint; the ledger never waits for one.
import { consistencyProof, type ReadHash } from '#projections/ledger/merkle.ts';
import { type Note, parseCheckpoint, parseNote, type SignatureLine } from '#projections/ledger/note.ts';
import { requestText } from '#projections/ledger/witness.ts';
import { bytesOf } from './bounded.ts';

export type CosigningDeps = {
  /** Addresses of witnesses, without `/add-checkpoint`. */
  readonly witnesses: readonly string[];
  /** The newest signed checkpoint of a log and its tree. */
  readonly checkpoint: (tenant: string) => { readonly note: string; readonly hashes: ReadHash } | undefined;
  readonly keep: (tenant: string, note: string) => Promise<void>;
  readonly onFault: (witness: string, error: unknown) => void;
  readonly timeoutMs?: number;
};
const TIMEOUT_MS = 5000;
const MOST_BYTES = 16 * 1024;
/** Ed25519 and ML-DSA-44, and both again while a witness changes its keys. */
const MOST_LINES = 4;
/** Of a cosignature: eight bytes of time, then Ed25519 or ML-DSA-44. */
const LENGTHS = new Set([72, 2428]);
/** How long a witness that does not know a log is not asked about it again. */
const UNKNOWN_MS = 600_000;
type Known = { size: number; until?: number };

/**
 * What a witness adds to a checkpoint: cosignatures under a name that is not the log's, and nothing else. Anything but such lines could
 * make the note say something else, and the witness is not trusted with that.
 */
export function cosignaturesIn(answer: string, { signatures }: Note): readonly SignatureLine[] {
  const own = parseNote(`\n\n${answer}`);
  const isCosignature = ({ name, bytes }: SignatureLine) => LENGTHS.has(bytes.length) && signatures.every((line) => line.name !== name);
  if (own?.text !== '\n' || own.signatures.length > MOST_LINES || !own.signatures.every(isCosignature)) throw new Error('answered what is no cosignature');
  return own.signatures;
}

export function makeCosigning({ witnesses, checkpoint, keep, onFault, timeoutMs = TIMEOUT_MS }: CosigningDeps) {
  const waiting = new Set<string>();
  const known = new Map<string, Known>();
  let working: Promise<void> | undefined;

  async function post(witness: string, body: string): Promise<{ status: number; text: string }> {
    const signal = AbortSignal.timeout(timeoutMs); // for the whole answer, so that a slow one ends as well
    const answer = await fetch(`${witness}/add-checkpoint`, { method: 'POST', body, redirect: 'error', signal });
    const bytes = await bytesOf(answer.body ?? ReadableStream.from([]), MOST_BYTES);
    if (!bytes) throw new Error(`answered ${answer.status} and more than ${MOST_BYTES} bytes`);
    return { status: answer.status, text: bytes.toString('utf8') };
  }

  /** The witness's lines; none when it does not know this log. */
  async function ask(witness: string, tenant: string, note: string, hashes: ReadHash): Promise<readonly SignatureLine[]> {
    const parsed = parseNote(note)!;
    const { size } = parseCheckpoint(parsed.text)!;
    const at = `${witness} ${tenant}`;
    const before = known.get(at);
    if (before?.until !== undefined && before.until > performance.now()) return [];
    let old = before?.size ?? 0;
    for (let attempt = 0; attempt < 2; attempt++) {
      const { status, text } = await post(witness, requestText(old, consistencyProof(hashes, old, size), note));
      if (status === 200) {
        const lines = cosignaturesIn(text, parsed);
        known.set(at, { size });
        return lines;
      }
      if (status === 404) return (known.set(at, { size: 0, until: performance.now() + UNKNOWN_MS }), []);
      const told = status === 409 ? /^(\d{1,15})\n$/.exec(text)?.[1] : undefined;
      if (told === undefined || Number(told) > size) throw new Error(`answered ${status}: ${text.slice(0, 200).trim()}`);
      old = Number(told);
    }
    throw new Error('does not agree with itself about what it has seen');
  }

  async function cosign(tenant: string): Promise<void> {
    const current = checkpoint(tenant);
    if (!current) return;
    const answers = await Promise.all(
      witnesses.map((witness) =>
        ask(witness, tenant, current.note, current.hashes).catch((error: unknown) => {
          onFault(witness, error);
          return [];
        }),
      ),
    );
    const byKey = new Map<string, string>();
    for (const [i, lines] of answers.entries())
      for (const { name, id, line } of lines) {
        const key = `${name} ${id}`;
        if (byKey.has(key)) onFault(witnesses[i]!, new Error(`signs as ${name}, as another witness does`));
        else byKey.set(key, line);
      }
    const cosigned = current.note + [...byKey.values()].join('');
    if (byKey.size > 0 && parseNote(cosigned)) await keep(tenant, cosigned);
  }

  async function work(): Promise<void> {
    for (const tenant of waiting) {
      waiting.delete(tenant);
      await cosign(tenant);
    }
  }

  return {
    /** These logs have a new checkpoint. */
    tell(tenants: readonly string[]): void {
      if (witnesses.length === 0) return;
      for (const tenant of tenants) waiting.add(tenant);
      working ??= work()
        .catch((error: unknown) => onFault('cosigning', error))
        .finally(() => {
          working = undefined;
        });
    },
    /** Resolves when nobody is being asked. */
    settled: async () => {
      while (working) await working;
    },
  };
}
