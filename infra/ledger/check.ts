// Reads the whole event log once more and compares it, leaf by leaf, with what was signed.
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogReader } from '#domain/kernel/event-store.ts';
import { entryOf, sealedEvent } from '#projections/ledger/leaf.ts';
import type { LogState } from '#projections/ledger/ports.ts';
import { WIDTH } from '#projections/ledger/tiles.ts';
import { makeFiles } from './files.ts';
import { type LedgerReading, publicFolder } from './store.ts';
import { bundleOf } from './tree.ts';

const MOST_FAULTS = 20;
export type Checked = { readonly leaves: number; readonly logs: number; readonly faults: readonly string[] };
type Place = { readonly state: LogState; next: number; bundle: readonly Buffer[] };

/** What each log's first leaves must be, up to its checkpoint when the look began. Faults name the tenant, the leaf and the event, the first ones only. */
export async function checkLedger(log: Pick<LogReader, 'follow' | 'head'>, reading: LedgerReading, folder: string): Promise<Checked> {
  const files = makeFiles(publicFolder(folder));
  const places = new Map<string, Place | undefined>();
  const faults: string[] = [];
  let leaves = 0;
  const placeOf = (tenant: string): Place | undefined => {
    if (!places.has(tenant)) {
      const state = reading.read((reader) => reader.log(tenant));
      places.set(tenant, state && { state, next: 0, bundle: [] });
    }
    return places.get(tenant);
  };
  const head = await log.head();
  const stop = new AbortController();
  try {
    for await (const { events, position } of log.follow({ size: 500, signal: stop.signal })) {
      for (const event of events) {
        const place = placeOf(event.stream.tenant);
        if (!place || place.next >= place.state.edge.size) continue; // newer than the checkpoint
        if (place.next % WIDTH === 0) place.bundle = bundleOf(files, place.state, place.next / WIDTH);
        const same = place.bundle[place.next % WIDTH]?.equals(entryOf(sealedEvent(event)));
        if (!same && faults.length < MOST_FAULTS)
          faults.push(
            `tenant ${event.stream.tenant}, leaf ${place.next}: ${event.type} at revision ${event.revision} of ${event.stream.slice}-${event.stream.id} is not what was signed`,
          );
        place.next += 1;
        leaves += 1;
      }
      if (head === undefined || position >= head) break;
    }
  } finally {
    stop.abort();
    await sleep(0);
  }
  for (const place of places.values())
    if (place && place.next < place.state.edge.size)
      faults.push(`log ${place.state.name} has ${place.state.edge.size} leaves, the event log only ${place.next} events for it`);
  return { leaves, logs: [...places.values()].filter(Boolean).length, faults };
}
