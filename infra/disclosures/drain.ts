// From the journal to the log. The commands' ids come from the segment, so a segment drained twice, or half by one process and half by the
// next, is recorded once.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Disclosure } from '#domain/disclosure/messages.ts';
import type { Actor } from '#domain/kernel/envelope.ts';
import { isRejection } from '#domain/kernel/decider.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { type HubError, toHubError } from '#domain/kernel/errors.ts';
import type { Journal, Segment } from './journal.ts';
import { derivedId } from '#write-side/kernel/ids.ts';

export type DrainDeps = {
  readonly journal: Journal;
  readonly dispatch: Dispatch;
  readonly everyMs?: number;
  readonly onTrouble?: (segment: string, error: HubError) => void;
};

const EVERY_MS = 500;
const MOST = 200;
const actor: Actor = { id: 'disclosures', kind: 'system', role: 'journal' };
const withoutAddress = ({ address: _, ...disclosure }: Disclosure): Disclosure => disclosure;

async function record(dispatch: Dispatch, tenant: string, segment: string, disclosures: readonly Disclosure[], part: number): Promise<void> {
  const target = { tenant, slice: 'disclosure', id: derivedId('disclosure', segment, tenant) };
  const give = (some: readonly Disclosure[]) =>
    dispatch(
      target,
      { type: 'RecordDisclosures', data: { disclosures: some } },
      { id: derivedId('disclosures', segment, tenant, String(part)), actor, correlationId: segment },
    );
  const outcome = await give(disclosures).catch((error: unknown) => {
    if (toHubError(error).code !== 'subject.erased') throw error;
    return give(disclosures.map(withoutAddress)); // a reader was erased: where they sat is theirs, what they saw is not
  });
  if (isRejection(outcome)) throw new Error(outcome.rejected);
}

/** Gives a whole segment to the log. Throws when some of it could not be; the next try goes on where this one stopped. */
export async function drainSegment(dispatch: Dispatch, { id, entries }: Segment): Promise<void> {
  for (const [tenant, own] of Map.groupBy(entries, (entry) => entry.tenant))
    for (let part = 0; part * MOST < own.length; part += 1)
      await record(
        dispatch,
        tenant,
        id,
        own.slice(part * MOST, (part + 1) * MOST).map(({ disclosure }) => disclosure),
        part,
      );
}

/** Drains all that is written until now; false when something is left. */
export async function drainAll({ journal, dispatch, onTrouble }: DrainDeps): Promise<boolean> {
  for (const id of await journal.cut()) {
    try {
      await drainSegment(dispatch, await journal.read(id));
      await journal.drained(id);
    } catch (thrown) {
      const error = toHubError(thrown);
      onTrouble?.(id, error);
      if (error.kind === 'unavailable') return false;
      await journal.refused(id);
    }
  }
  return true;
}

/** Drains until `signal` aborts, and once more then. */
export async function runDrain(deps: DrainDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await drainAll(deps).catch((error: unknown) => deps.onTrouble?.('', toHubError(error)));
    await sleep(deps.everyMs ?? EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  await drainAll(deps).catch((error: unknown) => deps.onTrouble?.('', toHubError(error)));
}
