// One person may have several records that were merged: one stands for them, the others are shown as part of it.
import { PatientHeader, type PatientHeaderRow } from '#projections/patient-header/table.ts';
import type { Principal } from '#domain/kernel/route.ts';
import type { Rows } from '../kernel/reader.ts';
import { patientScope } from '../kernel/scope.ts';

/** `head` stands for the person; `merged` are the records shown as part of it. */
export type PersonRows = { readonly head: PatientHeaderRow; readonly merged: readonly PatientHeaderRow[] };
export const idsOf = ({ head, merged }: PersonRows): string[] => [head.id, ...merged.map(({ id }) => id)];

/** The person whose record, whichever of them, has this id; undefined when the reader may see none of them. */
export async function personRows(rows: Rows, who: Principal, id: string): Promise<PersonRows | undefined> {
  const { tenant } = who;
  const row = await rows.findOne(PatientHeader, { tenant, id });
  const head = row?.mergedInto ? await rows.findOne(PatientHeader, { tenant, id: row.mergedInto }) : row;
  if (!head) return undefined;
  const person = { head, merged: await rows.find(PatientHeader, { tenant, mergedInto: head.id }) };
  const scope = await patientScope(rows, who);
  return !scope || idsOf(person).some((one) => scope.includes(one)) ? person : undefined;
}

/** Who stands for each of the records, by the record's id. */
export async function headsOf(rows: Rows, tenant: string, ids: readonly string[]): Promise<ReadonlyMap<string, PatientHeaderRow>> {
  const find = async (wanted: readonly string[]) => (wanted.length > 0 ? rows.find(PatientHeader, { tenant, id: { $in: [...new Set(wanted)] } }) : []);
  const own = await find(ids);
  const heads = new Map((await find(own.flatMap((row) => row.mergedInto ?? []))).map((row) => [row.id, row]));
  return new Map(own.map((row) => [row.id, heads.get(row.mergedInto ?? '') ?? row]));
}
