import type { Evaluation, Procedure } from '#domain/case/messages.ts';
import { advancesTo } from '#domain/case/stages.ts';
import type { CaseDetailRow } from '#projections/case-detail/table.ts';
import type { CaseListRow } from '#projections/case-list/table.ts';
import type { PatientHeaderRow } from '#projections/patient-header/table.ts';
import type { RecommendationRow } from '#projections/recommendation-list/table.ts';
import type { Opening } from '../kernel/opened.ts';
import { versionOf } from '../kernel/shapes.ts';
import { type HeaderRows, patientHeaderOf, patientItemOf } from '../patient/answers.ts';
import { recommendationOf } from '../recommendation/answers.ts';

export type CaseRows = {
  readonly item: CaseListRow;
  readonly detail: CaseDetailRow;
  readonly patient: HeaderRows;
  readonly recommendations: readonly RecommendationRow[];
};

function factsOf(row: CaseListRow, { health }: Opening) {
  const levels = Object.values(row.undecided);
  const count = (...of: string[]) => levels.filter((level) => of.includes(level)).length;
  return {
    id: row.id,
    stage: row.stage,
    status: row.status,
    procedure: health<Procedure>(row.procedure),
    flags: { amber: count('amber'), red: count('red', 'emergency') },
    openRecommendations: levels.length,
    openedAt: row.openedAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    ...versionOf(row),
  };
}

export const caseItemOf = (row: CaseListRow, patient: PatientHeaderRow, opening: Opening) => ({
  ...factsOf(row, opening),
  patient: patientItemOf(patient, opening),
});

export function caseDetailOf({ item, detail, patient, recommendations }: CaseRows, opening: Opening) {
  const { health } = opening;
  return {
    ...factsOf(item, opening),
    stages: detail.stages.map(({ reason, ...entry }) => ({ ...entry, reason: health<string>(reason) })),
    referredBy: item.referredBy ?? undefined,
    evaluation: health<Evaluation>(detail.evaluation),
    statusReason: health<string>(detail.statusReason),
    next: advancesTo(item.status, item.stage),
    patient: patientHeaderOf(patient, opening),
    recommendations: recommendations.map((row) => recommendationOf(row, opening)),
  };
}
export type CaseDetailAnswer = ReturnType<typeof caseDetailOf>;
