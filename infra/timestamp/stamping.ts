// When a log's newest checkpoint is taken to the time stamping authority: soon after the log has begun, then so long after the stamp before
// that nobody is asked too often, and only when something was logged since. The ledger never waits for any of it.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseCheckpoint, parseNote } from '#projections/ledger/note.ts';
import type { Stamp } from '#projections/ledger/ports.ts';
import type { AskTsa } from './client.ts';

export type StampingDeps = {
  readonly ask: AskTsa;
  /** The newest signed checkpoint of a log. */
  readonly checkpoint: (tenant: string) => string | undefined;
  readonly newest: (tenant: string) => Stamp | undefined;
  readonly keep: (tenant: string, stamp: Stamp) => Promise<void>;
  /** From one stamp of a log to its next. */
  readonly everyMs: number;
  readonly onFault: (error: unknown) => void;
  /** How often it is looked whether one is due, and how long after a failure. */
  readonly lookMs?: number;
  readonly againMs?: number;
};

export function makeStamping({ ask, checkpoint, newest, keep, everyMs, onFault, lookMs = 5000, againMs = 60_000 }: StampingDeps) {
  const due = new Map<string, number>();

  async function stamp(tenant: string, signal: AbortSignal): Promise<void> {
    const note = parseNote(checkpoint(tenant) ?? '');
    const size = note && parseCheckpoint(note.text)?.size;
    if (!note || !size || newest(tenant)?.size === size) return;
    const { token, at } = await ask(note.text, signal);
    await keep(tenant, { size, note: checkpointOnly(note), token: token.toString('base64'), at: at.toISOString() });
  }

  /** Answers whether the authority is there. */
  async function look(signal: AbortSignal): Promise<boolean> {
    const now = Date.now();
    for (const [tenant, at] of due) {
      if (at > now) continue;
      if (signal.aborted) return true;
      try {
        await stamp(tenant, signal);
        due.delete(tenant);
      } catch (error) {
        if (!signal.aborted) onFault(error);
        return false;
      }
    }
    return true;
  }

  return {
    /** These logs have a new checkpoint. */
    tell(tenants: readonly string[]): void {
      for (const tenant of tenants) if (!due.has(tenant)) due.set(tenant, Date.parse(newest(tenant)?.at ?? '1970-01-01') + everyMs);
    },
    /** Goes on until `signal` aborts. */
    async run(signal: AbortSignal): Promise<void> {
      while (!signal.aborted) {
        const isThere = await look(signal);
        await sleep(isThere ? lookMs : againMs, undefined, { signal }).catch(() => undefined);
      }
    },
  };
}

/** Text and signatures, whatever lines of witnesses come later. */
const checkpointOnly = ({ text, signatures }: NonNullable<ReturnType<typeof parseNote>>): string => `${text}\n${signatures.map(({ line }) => line).join('')}`;
