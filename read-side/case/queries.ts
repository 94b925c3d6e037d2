import type { CaseStatus, Stage } from '#domain/case/stages.ts';
import type { Principal } from '#domain/kernel/route.ts';
import { CaseDetail } from '#projections/case-detail/table.ts';
import { CaseList, type CaseListRow } from '#projections/case-list/table.ts';
import type { PatientHeaderRow } from '#projections/patient-header/table.ts';
import { RecommendationList } from '#projections/recommendation-list/table.ts';
import type { Reader, Rows } from '../kernel/reader.ts';
import { caseScope, seesRecommendations } from '../kernel/scope.ts';
import { headsOf } from '../patient/person.ts';
import { headerRows } from '../patient/queries.ts';
import type { CaseRows } from './answers.ts';

export type CaseFilter = { readonly stage?: Stage; readonly status?: CaseStatus; readonly after?: string; readonly limit: number };
export type ListedCase = { readonly item: CaseListRow; readonly patient: PatientHeaderRow | undefined };

/** Cases the reader may see with their patients, the one opened last first. `after`: the place of the last one of the page before. */
export async function caseList(rows: Rows, who: Principal, { stage, status, after, limit }: CaseFilter): Promise<ListedCase[]> {
  const { tenant } = who;
  const where = {
    $and: [{ tenant }, caseScope(who), ...(stage ? [{ stage }] : []), ...(status ? [{ status }] : []), ...(after ? [{ opened: { $lt: BigInt(after) } }] : [])],
  };
  const items = await rows.find(CaseList, where, { orderBy: { opened: 'desc' }, limit });
  const patients = await headsOf(
    rows,
    tenant,
    items.map((row) => row.patientId),
  );
  return items.map((item) => ({ item, patient: patients.get(item.patientId) }));
}

const visible = (rows: Rows, who: Principal, id: string) => rows.findOne(CaseList, { $and: [{ tenant: who.tenant, id }, caseScope(who)] });

/** Undefined when there is no such case, or the reader may not see it. */
export async function caseRows(rows: Rows, who: Principal, id: string): Promise<CaseRows | undefined> {
  const { tenant } = who;
  const item = await visible(rows, who, id);
  const detail = item && (await rows.findOne(CaseDetail, { tenant, id }));
  const patient = item && (await headerRows(rows, who, item.patientId));
  if (!item || !detail || !patient) return undefined;
  const recommendations = seesRecommendations(who) ? await rows.find(RecommendationList, { tenant, caseId: id }, { orderBy: { issued: 'desc' } }) : [];
  return { item, detail, patient, recommendations };
}

/** Whether the reader may see the case at all: for live events and for watching it. */
export const makeMaySeeCase =
  (reader: Reader) =>
  (who: Principal, id: string): Promise<boolean> =>
    reader.within(who.tenant, async (rows) => (await visible(rows, who, id)) !== null);
