// Whom the disclosures are about, and all their cases, however old: nobody is said to have no case because only the newest were read.
import { CaseList } from '#projections/case-list/table.ts';
import { PatientHeader } from '#projections/patient-header/table.ts';
import type { Rows } from '../../kernel/reader.ts';
import type { Case, Look } from './facts.ts';

const fields = { fields: ['id', 'mergedInto'], disableIdentityMap: true } as const;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Record → the one that stands for the same person. Contacts and leads have no record of a patient, and are not in it. */
export async function patientsIn(rows: Rows, tenant: string, looks: readonly Look[]): Promise<Map<string, string>> {
  const shown = [...new Set(looks.flatMap((look) => look.shown.map(({ id }) => id)))].filter((id) => UUID.test(id));
  const own = await rows.find(PatientHeader, { tenant, id: { $in: shown } }, fields);
  const persons = own.map(({ id, mergedInto }) => mergedInto ?? id);
  const merged = await rows.find(PatientHeader, { tenant, mergedInto: { $in: persons } }, fields);
  return new Map([...own, ...merged].map(({ id, mergedInto }) => [id, mergedInto ?? id]));
}

/** The newest cases, and all of these patients. */
export async function casesOf(rows: Rows, tenant: string, patients: ReadonlyMap<string, string>, most: number): Promise<Case[]> {
  const newest = await rows.find(CaseList, { tenant }, { limit: most, orderBy: { opened: 'desc' }, disableIdentityMap: true });
  const ids = [...new Set([...patients.keys(), ...patients.values()])];
  const theirs = await rows.find(CaseList, { tenant, patientId: { $in: ids } }, { disableIdentityMap: true });
  return [...new Map([...newest, ...theirs].map((one) => [one.id, one])).values()];
}
