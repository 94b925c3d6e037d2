// Asks witnesses to cosign what was signed, log by log, and keeps the newest checkpoint with their lines. A witness that is away is
// asked again with the next checkpoint; the ledger never waits for one.
import { consistencyProof, type ReadHash } from '#projections/ledger/merkle.ts';
import { parseCheckpoint, parseNote } from '#projections/ledger/note.ts';
import { requestText } from '#projections/ledger/witness.ts';

export type CosigningDeps = {
  /** Addresses of witnesses, without `/add-checkpoint`. */
  readonly witnesses: readonly string[];
  /** The newest signed checkpoint of a log and its tree. */
  readonly checkpoint: (tenant: string) => { readonly note: string; readonly hashes: ReadHash } | undefined;
  readonly keep: (tenant: string, note: string) => Promise<void>;
  readonly onFault: (witness: string, error: unknown) => void;
};
const TIMEOUT_MS = 5000;
/** How long a witness that does not know a log is not asked about it again. */
const UNKNOWN_MS = 600_000;
type Known = { size: number; until?: number };

export function makeCosigning({ witnesses, checkpoint, keep, onFault }: CosigningDeps) {
  const waiting = new Set<string>();
  const known = new Map<string, Known>();
  let working: Promise<void> | undefined;

  async function post(witness: string, body: string): Promise<{ status: number; text: string }> {
    const answer = await fetch(`${witness}/add-checkpoint`, { method: 'POST', body, signal: AbortSignal.timeout(TIMEOUT_MS) });
    return { status: answer.status, text: await answer.text() };
  }

  /** The witness's lines; '' when it has none for this log. */
  async function ask(witness: string, tenant: string, note: string, hashes: ReadHash): Promise<string> {
    const { size } = parseCheckpoint(parseNote(note)!.text)!;
    const at = `${witness} ${tenant}`;
    const before = known.get(at);
    if (before?.until !== undefined && before.until > Date.now()) return '';
    let old = before?.size ?? 0;
    for (let attempt = 0; attempt < 2; attempt++) {
      const { status, text } = await post(witness, requestText(old, consistencyProof(hashes, old, size), note));
      if (status === 200) return (known.set(at, { size }), text);
      if (status === 404) return (known.set(at, { size: 0, until: Date.now() + UNKNOWN_MS }), '');
      const told = status === 409 ? /^(\d{1,15})\n$/.exec(text)?.[1] : undefined;
      if (told === undefined || Number(told) > size) throw new Error(`answered ${status}: ${text.slice(0, 200).trim()}`);
      old = Number(told);
    }
    throw new Error('does not agree with itself about what it has seen');
  }

  async function cosign(tenant: string): Promise<void> {
    const current = checkpoint(tenant);
    if (!current) return;
    const lines = await Promise.all(
      witnesses.map((witness) =>
        ask(witness, tenant, current.note, current.hashes).catch((error: unknown) => {
          onFault(witness, error);
          return '';
        }),
      ),
    );
    const cosigned = current.note + lines.join('');
    if (cosigned !== current.note && parseNote(cosigned)) await keep(tenant, cosigned);
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
