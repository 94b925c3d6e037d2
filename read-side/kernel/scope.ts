// Which patients and cases a reader may see at all. What they may not see answers like what does not exist.
import { ROLES, RIGHTS, type Role } from '#domain/kernel/roles.ts';
import type { Principal } from '#domain/kernel/route.ts';
import { CaseList } from '#projections/case-list/table.ts';
import type { Rows } from './reader.ts';

/** Roles that see cases of some kind. */
export const READERS: readonly Role[] = ROLES.filter((role) => RIGHTS[role].cases !== 'none');
/** Roles that work for the tenant itself, not for one patient or an agency. */
export const STAFF: readonly Role[] = ROLES.filter((role) => RIGHTS[role].cases === 'all');
/** Roles that may see how things came about. */
export const HISTORIANS: readonly Role[] = ROLES.filter((role) => RIGHTS[role].history);
/** Recommendations speak to clinical staff, who know how to read them; never to the patient. */
export const seesRecommendations = ({ rights }: Principal): boolean => rights.cases === 'all' && rights.health;

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The condition on a table with `patientId` and `referredBy`. */
export function caseScope({ rights, memberId, patientId }: Principal): { referredBy?: string; patientId?: string } {
  if (rights.cases === 'all') return {};
  if (rights.cases === 'referred') return { referredBy: memberId };
  return { patientId: rights.cases === 'own' && patientId ? patientId : NOBODY };
}

/** The ids a list of patients is limited to; undefined: no limit. */
export async function patientScope(rows: Rows, who: Principal): Promise<readonly string[] | undefined> {
  if (who.rights.cases === 'all') return undefined;
  if (who.rights.cases !== 'referred') return who.rights.cases === 'own' && who.patientId ? [who.patientId] : [];
  const cases = await rows.find(CaseList, { tenant: who.tenant, ...caseScope(who) }, { fields: ['patientId'], disableIdentityMap: true });
  return [...new Set(cases.map((row) => row.patientId))];
}
