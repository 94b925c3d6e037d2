// Opens, in one call per tenant and all calls at once, the sealed fields that folds need open. The opened values live as long as the batch.
import type { Recorded, StoredEvent } from '#domain/kernel/envelope.ts';
import { isSealed, type Open, type Sealed } from '#domain/kernel/sealing.ts';
import type { AnyFold, Seen } from './projection.ts';

type Wanted = { readonly event: Recorded; readonly field: string; readonly sealed: Sealed };
const NONE = {};

/** The fields that any of these folds wants open, by type of event. */
function fieldsByType(folds: readonly AnyFold[]): ReadonlyMap<string, ReadonlySet<string>> {
  const fields = new Map<string, Set<string>>();
  for (const { when, opens = [] } of folds)
    for (const type of opens.length > 0 ? Object.keys(when) : []) {
      const known = fields.get(type) ?? new Set();
      for (const field of opens) known.add(field);
      fields.set(type, known);
    }
  return fields;
}

function wantedOf(fields: ReadonlySet<string>, event: Recorded): Wanted[] {
  const wanted: Wanted[] = [];
  for (const field of fields) {
    const sealed = (event.data as Record<string, unknown>)[field];
    if (isSealed(sealed)) wanted.push({ event, field, sealed });
  }
  return wanted;
}

export type OpenFields = (events: readonly Recorded[]) => Promise<Seen<StoredEvent>[]>;
/** Answers every event with what `folds` ask for in `opens`. Throws what `open` throws. */
export function makeOpenFields(folds: readonly AnyFold[], open: Open): OpenFields {
  const byType = fieldsByType(folds);
  return async (events) => {
    const opened = new Map<string, Record<string, unknown>>();
    const all = events.flatMap((event) => (byType.has(event.type) ? wantedOf(byType.get(event.type)!, event) : []));
    const byTenant = [...Map.groupBy(all, ({ event }) => event.meta.tenant)];
    const ask = ([tenant, wanted]: [string, Wanted[]]) =>
      open(
        tenant,
        wanted.map((w) => w.sealed),
      );
    const answers = await Promise.all(byTenant.map(ask)); // at once, so that the keys of all tenants are one question
    for (const [n, [, wanted]] of byTenant.entries())
      for (const [i, { event, field }] of wanted.entries()) opened.set(event.id, { ...opened.get(event.id), [field]: answers[n]![i] });
    return events.map((event) => ({ ...event, opened: opened.get(event.id) ?? NONE }));
  };
}
