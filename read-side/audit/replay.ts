// A case as of any event: the views' own folds, run in memory over the streams up to there. So what the auditor sees is what staff saw.
import type { Position, Recorded, StreamId } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { caseDetail } from '#projections/case-detail/projection.ts';
import type { CaseDetailRow } from '#projections/case-detail/table.ts';
import { caseList } from '#projections/case-list/projection.ts';
import type { CaseListRow } from '#projections/case-list/table.ts';
import { rowsOf } from '#projections/kernel/fold.ts';
import type { AnyFold, Fold, Keyed } from '#projections/kernel/projection.ts';
import { patientHeader } from '#projections/patient-header/projection.ts';
import type { PatientHeaderRow } from '#projections/patient-header/table.ts';
import { patientTimeline } from '#projections/patient-timeline/projection.ts';
import type { TimelineRow } from '#projections/patient-timeline/table.ts';
import { recommendationList } from '#projections/recommendation-list/projection.ts';
import type { RecommendationRow } from '#projections/recommendation-list/table.ts';
import type { CaseRows } from '../case/answers.ts';
import { HEADER_FACTS, RED } from '../patient/queries.ts';

export type Upcast = (event: Recorded) => Recorded;
export type History = {
  /** Of the case and its recommendations, in log order. */
  readonly events: readonly Recorded[];
  /** Of its patient. */
  readonly patient: readonly Recorded[];
};

const sorted = (events: readonly Recorded[]): Recorded[] => events.toSorted((a, b) => (a.position < b.position ? -1 : 1));
/** All that a case's page is made of: its own events, its recommendations' and its patient's. */
export const inLogOrder = ({ events, patient }: History): Recorded[] => sorted([...events, ...patient]);

/** One stream in today's shapes; empty when there is none. */
export async function readStream(
  streams: StreamReader,
  stream: StreamId,
  upcast: Upcast = (e) => e,
  range?: { from: number; to: number },
): Promise<Recorded[]> {
  const events: Recorded[] = [];
  for await (const event of streams.read(stream, range)) events.push(upcast(event));
  return events;
}

/** Reads everything about one case; `recommendationIds` are those that belong to it. No events when there is no such case. */
export async function readHistory(
  streams: StreamReader,
  at: { tenant: string; id: string },
  recommendationIds: readonly string[],
  upcast: Upcast = (e) => e,
): Promise<History> {
  const { tenant, id } = at;
  const own = await readStream(streams, { tenant, slice: 'case', id }, upcast);
  const others = await Promise.all(recommendationIds.map((rec) => readStream(streams, { tenant, slice: 'recommendation', id: rec }, upcast)));
  const events = sorted([...own, ...others.flat()]);
  const opened = own[0]?.data as { patientId?: string } | undefined;
  const patient = opened?.patientId ? await readStream(streams, { tenant, slice: 'patient', id: opened.patientId }, upcast) : [];
  return { events, patient };
}

const fold = <R extends Keyed>(of: Fold<never, R>, events: readonly Recorded[]): R[] =>
  [...rowsOf(of as unknown as AnyFold, events).values()].filter((row) => row !== null) as unknown as R[];
const newest = <R>(rows: readonly R[], place: (row: R) => bigint): R[] => rows.toSorted((a, b) => (place(a) > place(b) ? -1 : 1));

/** The rows of the case as they were when the event at `position` had happened; undefined before it was opened. */
export function rowsAt({ events, patient }: History, position: Position): CaseRows | undefined {
  const upTo = (all: readonly Recorded[]) => all.filter((event) => event.position <= position);
  const [past, pastOfPatient] = [upTo(events), upTo(patient)];
  const [item] = fold<CaseListRow>(caseList, past);
  const [detail] = fold<CaseDetailRow>(caseDetail, past);
  const [header] = fold<PatientHeaderRow>(patientHeader, pastOfPatient);
  if (!item || !detail || !header) return undefined;
  const recommendations = newest(fold<RecommendationRow>(recommendationList, past), (row) => row.issued);
  const facts = fold<TimelineRow>(patientTimeline, pastOfPatient).filter((row) => HEADER_FACTS.includes(row.kind));
  const flags = recommendations.filter((row) => row.status === 'open' && (RED as readonly string[]).includes(row.level));
  return { item, detail, patient: { header, facts, flags }, recommendations };
}
