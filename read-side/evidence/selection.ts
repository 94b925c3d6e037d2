// Which events a pack is about, and how they come: whole streams for a case or a patient, with the single disclosures that name them; a
// stretch of the log, nothing left out, for a period.
import { parseStreamName, type Recorded } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { About, Looked, TenantView } from './ports.ts';

export type Scope = { readonly case: string } | { readonly patient: string } | { readonly from?: string; readonly to?: string };
/** `edge`: not in the period, but beside it, so that it shows where the period begins or ends. */
export type Leaf = { readonly event: Recorded; readonly index: number; readonly edge?: 'before' | 'after' };

const nameIn = (scope: Scope): string | undefined => ('case' in scope ? `case ${scope.case}` : 'patient' in scope ? `patient ${scope.patient}` : undefined);

/** The streams of a case, or of a patient and the patient's cases; sorted. Empty for a period. */
export const chooseStreams =
  (scope: Scope) =>
  (about: About): string[] => {
    const name = nameIn(scope);
    if (!name) return [];
    const own = about(name);
    const cases = own.flatMap((stream) => /\.case-(.+)$/.exec(stream)?.[1] ?? []);
    return [...new Set([...own, ...cases.flatMap((id) => about(`case ${id}`))])].toSorted((a, b) => (a < b ? -1 : 1));
  };

type Place = { readonly name: string; readonly revision: number };
/** Disclosures of single requests, which the index has as `STREAM@REVISION`. */
function disclosed(scope: Scope, about: About): Place[] {
  const name = nameIn(scope);
  const places = (name ? about(`shown ${name}`) : []).map((place) => ({ name: place.split('@')[0]!, revision: Number(place.split('@')[1]) }));
  return places.toSorted((a, b) => (a.name === b.name ? a.revision - b.revision : a.name < b.name ? -1 : 1));
}

async function* streamEvents(streams: StreamReader, log: TenantView, name: string, range: { from: number; to: number }): AsyncGenerator<Leaf> {
  for await (const event of streams.read(parseStreamName(name)!, range)) {
    const index = log.indexOf(event);
    if (index !== undefined) yield { event, index };
  }
}

/** From the first event recorded at or after `from` to the last before the first one at or after `to`, whatever a clock did in between. */
async function* period(log: TenantView, { from, to }: { from?: string; to?: string }): AsyncGenerator<Leaf> {
  const stop = new AbortController();
  let before: Leaf | undefined;
  let hasBegun = from === undefined;
  try {
    for await (const leaf of log.events(from === undefined ? undefined : new Date(from), stop.signal)) {
      if (!hasBegun && leaf.event.recordedAt < new Date(from!)) {
        before = leaf;
        continue;
      }
      if (!hasBegun && before) yield { ...before, edge: 'before' };
      hasBegun = true;
      if (to !== undefined && leaf.event.recordedAt >= new Date(to)) return yield { ...leaf, edge: 'after' };
      yield leaf;
    }
    if (!hasBegun && before) yield { ...before, edge: 'before' };
  } finally {
    stop.abort();
  }
}

/** HubError `ledger.log-changed` when a stream is not as long as the checkpoint says. */
export async function* select(streams: StreamReader, scope: Scope, { log, streams: proofs, about }: Looked): AsyncGenerator<Leaf> {
  if (!nameIn(scope)) return yield* period(log, scope as { from?: string; to?: string });
  for (const [name, { at }] of proofs) {
    let next = 0;
    for await (const leaf of streamEvents(streams, log, name, { from: 0, to: at!.last })) {
      if (leaf.event.revision !== next) break;
      next += 1;
      yield leaf;
    }
    if (next !== at!.last + 1) throw new HubError('bug', 'ledger.log-changed', `${name} has no revision ${next}, which was logged.`);
  }
  for (const { name, revision } of disclosed(scope, about)) if (!proofs.has(name)) yield* streamEvents(streams, log, name, { from: revision, to: revision });
}
