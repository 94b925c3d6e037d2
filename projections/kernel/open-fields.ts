// Opens, in one call per tenant, the sealed fields that folds need open. The opened values live as long as the batch.
import type { Recorded, StoredEvent } from '#domain/kernel/envelope.ts';
import { isSealed, type Open, type Sealed } from '#domain/kernel/sealing.ts';
import type { AnyFold, Seen } from './projection.ts';

type Wanted = { readonly event: Recorded; readonly field: string; readonly sealed: Sealed };

function wantedOf(folds: readonly AnyFold[], event: Recorded): Wanted[] {
  const fields = new Set(folds.flatMap((fold) => (Object.hasOwn(fold.when, event.type) ? (fold.opens ?? []) : [])));
  return [...fields].flatMap((field) => {
    const sealed = (event.data as Record<string, unknown>)[field];
    return isSealed(sealed) ? [{ event, field, sealed }] : [];
  });
}

/** Every event with what `folds` asked for in `opens`. Throws what `open` throws. */
export async function openFields(folds: readonly AnyFold[], events: readonly Recorded[], open: Open): Promise<Seen<StoredEvent>[]> {
  const opened = new Map<string, Record<string, unknown>>();
  const byTenant = Map.groupBy(
    events.flatMap((event) => wantedOf(folds, event)),
    ({ event }) => event.meta.tenant,
  );
  for (const [tenant, wanted] of byTenant) {
    const values = await open(
      tenant,
      wanted.map((w) => w.sealed),
    );
    for (const [i, { event, field }] of wanted.entries()) opened.set(event.id, { ...opened.get(event.id), [field]: values[i] });
  }
  return events.map((event) => ({ ...event, opened: opened.get(event.id) ?? {} }));
}
