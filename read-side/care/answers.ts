// A record as its reader may see it: sealed fields by the class their event gave them.
import { slices } from '#domain/index.ts';
import { isSealed, type Sealed } from '#domain/kernel/sealing.ts';
import type { CareRow } from '#projections/care/table.ts';
import type { Opening } from '../kernel/opened.ts';
import { versionOf } from '../kernel/shapes.ts';

/** The sealed fields that are personal in every event of the slice; any other sealed field counts as health. */
const PERSONAL = new Map(
  slices.map(({ name, events }) => {
    const health = new Set(Object.values(events).flatMap((spec) => Object.keys(spec.health ?? {})));
    return [name, new Set(Object.values(events).flatMap((spec) => Object.keys(spec.personal ?? {}).filter((field) => !health.has(field))))];
  }),
);

function noted(slice: string, value: unknown, opening: Opening): unknown {
  if (isSealed(value)) return note(slice, value, opening);
  if (Array.isArray(value)) return value.map((item) => noted(slice, item, opening));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([field, item]) => [field, noted(slice, item, opening)]));
}
const note = (slice: string, sealed: Sealed, opening: Opening) => (PERSONAL.get(slice)?.has(sealed.field) ? opening.personal : opening.health)(sealed);

export const careOf = (row: CareRow, opening: Opening) => ({
  ...(noted(row.slice, row.doc, opening) as object),
  id: row.streamId,
  status: row.status,
  caseId: row.caseId ?? undefined,
  patientId: row.patientId ?? undefined,
  openedAt: row.openedAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  ...versionOf(row),
});
