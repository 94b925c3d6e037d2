// Carries out erasures that are under way: the book first, then the keys, then every place, each acknowledgement an event. What is left to do is
// what the events say, so a process that dies anywhere is followed by one that goes on, and two at once do no harm.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { isRejection } from '#domain/kernel/decider.ts';
import { HubError, toHubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { erasureSlice } from '#domain/erasure/slice.ts';
import { outstanding, type Run } from '#domain/erasure/state.ts';
import { derivedId } from '#write-side/kernel/ids.ts';
import { look } from '#write-side/kernel/look.ts';
import { eventsOf } from '#write-side/kernel/facts.ts';
import { destroyKeys, enter, type Keys, type Mark, replay } from './book.ts';
import type { Sink } from './sink.ts';

export type ErasingDeps = {
  readonly dispatch: Dispatch;
  readonly streams: StreamReader;
  readonly keys: Keys;
  readonly mark: Mark;
  readonly sinks: readonly Sink[];
  /** Erasures under way, of all tenants. */
  readonly underWay: () => Promise<readonly { readonly tenant: string; readonly id: string }[]>;
  readonly everyMs?: number;
  readonly onTrouble?: (tenant: string, place: string, error: HubError) => void;
};
type One = { readonly tenant: string; readonly id: string };

const EVERY_MS = 1000;
const actor = { id: 'erasure', kind: 'system', role: 'process' } as const;
const commandId = ({ tenant, id }: One, { run }: Run, what: string) => derivedId('erasure', tenant, id, String(run), what);

async function give({ dispatch }: ErasingDeps, one: One, run: Run, what: string, type: string, data: object): Promise<void> {
  const cause = { id: commandId(one, run, what), actor, correlationId: one.id };
  const outcome = await dispatch({ tenant: one.tenant, slice: 'erasure', id: one.id }, { type, data: { run: run.run, ...data } }, cause);
  if (isRejection(outcome)) throw new HubError('bug', outcome.rejected, `${type} was refused.`);
}

/** The book knows of it before a key is gone: a crash in between is made good by whoever reads the book. */
async function destroy(deps: ErasingDeps, one: One, run: Run): Promise<void> {
  const entry = { of: one.tenant, persons: [...run.persons], step: run.step as 'pseudonymise' | 'destroy' };
  await enter(deps.dispatch, commandId(one, run, 'book'), entry);
  await destroyKeys(deps.keys, entry);
  await replay(deps.streams, deps.mark, (any) => destroyKeys(deps.keys, any));
  await give(deps, one, run, 'keys', 'RecordKeysDestroyed', { keys: run.persons.length });
}

/** Does what is left of one erasure; a place that cannot be done now does not hold up the others. */
export async function carryOn(deps: ErasingDeps, one: One): Promise<void> {
  const stream = { tenant: one.tenant, slice: 'erasure', id: one.id };
  const { run } = await look(deps.streams, erasureSlice, stream);
  if (!run || run.isOver) return;
  if (run.keys === undefined) await destroy(deps, one, run);
  const keysAt = (await eventsOf(deps.streams, stream)).findLast(({ type }) => type === 'KeysDestroyed')!.position;
  const target = { tenant: one.tenant, persons: run.persons, step: run.step, keysAt };
  await Promise.all(
    outstanding(run).map(async (name) => {
      try {
        const sink = deps.sinks.find((known) => known.name === name);
        if (!sink) throw new HubError('bug', 'erasure.sink-missing', `No place is called ${name}.`);
        await give(deps, one, run, `sink ${name}`, 'AcknowledgeErasure', { sink: name, ...(await sink.erase(target)) });
      } catch (error) {
        deps.onTrouble?.(one.tenant, name, toHubError(error));
      }
    }),
  );
}

/** Runs until `signal` aborts. */
export async function runErasures(deps: ErasingDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      for (const one of await deps.underWay()) await carryOn(deps, one).catch((error: unknown) => deps.onTrouble?.(one.tenant, 'keys', toHubError(error)));
    } catch (error) {
      deps.onTrouble?.('', 'read', toHubError(error));
    }
    await sleep(deps.everyMs ?? EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}
