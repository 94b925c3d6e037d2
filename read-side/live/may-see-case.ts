// May this principal see that case: the same scope every case query uses.
import { CaseList } from '#projections/case-list/table.ts';
import type { Reader } from '../kernel/reader.ts';
import { caseScope } from '../kernel/scope.ts';
import type { MaySeeCase } from './hearing.ts';

export const makeMaySeeCase =
  (reader: Reader): MaySeeCase =>
  async (who, caseId) =>
    who.rights.cases !== 'none' && (await reader.within(who.tenant, (rows) => rows.count(CaseList, { tenant: who.tenant, id: caseId, ...caseScope(who) }))) > 0;
