// Disclosures by whatever they are asked for, newest first, from an index also when it is a person.
import { DisclosedPerson } from '#projections/disclosed-persons/table.ts';
import { type DisclosureRow, Disclosures } from '#projections/disclosures/table.ts';
import type { Rows } from '../kernel/reader.ts';

type Time = { $gte?: Date; $lt?: Date };
/** All but `personId` stand in both tables under the same names. */
export type Wanted = {
  readonly tenant: string;
  readonly personId?: string | undefined;
  readonly at?: Time;
  readonly readerId?: string;
  readonly purpose?: string;
  readonly session?: string;
  readonly caseId?: string;
  readonly abroad?: { $ne: null };
  readonly position?: { $lt: bigint };
};

const newest = { orderBy: { position: 'desc' }, disableIdentityMap: true } as const;

/** Up to `limit` of them. */
export async function disclosuresFound(rows: Rows, { personId, ...where }: Wanted, limit: number): Promise<DisclosureRow[]> {
  if (personId === undefined) return rows.find(Disclosures, where, { ...newest, limit });
  const of = await rows.find(DisclosedPerson, { ...where, personId }, { ...newest, limit, fields: ['disclosureId'] });
  if (of.length === 0) return [];
  return rows.find(Disclosures, { tenant: where.tenant, id: { $in: of.map(({ disclosureId }) => disclosureId) } }, newest);
}
