// Disclosures, read in stretches for reports that go over years.
import { type DisclosureRow, Disclosures } from '#projections/disclosures/table.ts';
import type { Reader } from '../kernel/reader.ts';

const AT_ONCE = 5000;
type Where = Parameters<typeof matching>[0];
const FIELDS = ['id', 'at', 'readerId', 'readerKind', 'readerRole', 'purpose', 'route', 'caseId', 'shown', 'withheld', 'session', 'position'] as const;
export type Look = Pick<DisclosureRow, (typeof FIELDS)[number]>;

/** Half-open in time: from `from` until before `to`. */
export function matching({
  tenant,
  personId,
  readerId,
  session,
  from,
  to,
}: {
  tenant: string;
  personId?: string;
  readerId?: string;
  session?: string;
  from: Date;
  to: Date;
}) {
  return {
    tenant,
    at: { $gte: from, $lt: to },
    ...(personId && { persons: { $contains: [personId] } }),
    ...(readerId && { readerId }),
    ...(session && { session }),
  };
}

/** Newest first, each transaction a stretch, so that a long report holds nothing up. */
export async function* looks(reader: Reader, where: Where): AsyncGenerator<Look> {
  let before: bigint | undefined;
  for (;;) {
    const condition = { ...matching(where), ...(before !== undefined && { position: { $lt: before } }) };
    const options = { orderBy: { position: 'desc' }, limit: AT_ONCE, fields: FIELDS, disableIdentityMap: true } as const;
    const found = await reader.within(where.tenant, (rows) => rows.find(Disclosures, condition, options));
    yield* found as unknown as readonly Look[]; // the library's type of a partial row maps even lists in JSON columns
    if (found.length < AT_ONCE) return;
    before = found.at(-1)!.position;
  }
}
