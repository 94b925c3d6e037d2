// A process's own journal, the seam over it, and the drain. Folders are locked, so what a process left when it died is drained by the
// next one that starts, and never by one beside a process that still writes.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { HubError } from '#domain/kernel/errors.ts';
import type { Open } from '#domain/kernel/sealing.ts';
import type { Tell } from '#infra/calls/abroad.ts';
import { lockFolder } from '#infra/main/instance-lock.ts';
import { runDrain } from './drain.ts';
import { type Journal, makeJournal } from './journal.ts';
import { type Gate, makeSeam, type Seam } from './seam.ts';

export type DisclosureOptions = {
  /** Holds one folder a process: `api-0`, `api-1` … */
  readonly folder: string;
  readonly name: string;
  readonly open: Open;
  readonly dispatch: Dispatch;
  readonly gate?: Gate;
  readonly now?: () => Date;
  readonly onTrouble?: (segment: string, error: HubError) => void;
};
/** `tell`: what went to somebody without being opened for them here, such as a processor. */
export type Disclosures = Seam & { readonly tell: Tell; close(): Promise<void> };
type Held = { readonly journal: Journal; readonly release: () => void };

const MOST_BESIDE = 64;

/** The first folder that is free is this process's own; further ones that others left are drained along with it. */
async function takeFolders({ folder, name }: DisclosureOptions): Promise<Held[]> {
  const held: Held[] = [];
  for (let n = 0; n < MOST_BESIDE; n += 1) {
    const path = join(folder, `${name}-${n}`);
    if (held.length > 0 && !existsSync(path)) break;
    const lock = await lockFolder(path);
    if (lock && (held.length === 0 || readdirSync(path).length > 0)) held.push({ journal: makeJournal(path), release: lock.release });
    else lock?.release();
  }
  if (held.length === 0) throw new Error(`all ${MOST_BESIDE} journals under ${folder} are in use`);
  return held;
}

/** `close` records what is left, if the log takes it; what it does not take waits on disk for the next start. */
export async function startDisclosures(options: DisclosureOptions): Promise<Disclosures> {
  const { open, dispatch, gate, now = () => new Date(), onTrouble } = options;
  const held = await takeFolders(options);
  const stopping = new AbortController();
  const draining = held.map(({ journal }) => runDrain({ journal, dispatch, onTrouble }, stopping.signal));
  return {
    ...makeSeam({ open, journal: held[0]!.journal, gate, now }),
    tell: (tenant, disclosure) => held[0]!.journal.write({ tenant, disclosure }),
    close: async () => {
      stopping.abort();
      await Promise.all(draining);
      for (const { journal, release } of held) {
        await journal.close();
        release();
      }
    },
  };
}
