import type { Principal } from '#domain/kernel/route.ts';
import { PatientHeader, type PatientHeaderRow } from '#projections/patient-header/table.ts';
import { TIMELINE_KINDS, type TimelineKind, TimelineItem, type TimelineRow } from '#projections/patient-timeline/table.ts';
import { RecommendationList } from '#projections/recommendation-list/table.ts';
import type { Rows } from '../kernel/reader.ts';
import { patientScope, seesRecommendations } from '../kernel/scope.ts';
import type { HeaderRows } from './answers.ts';
import { headsOf, idsOf, personRows } from './person.ts';

/** Kinds of facts that a header shows, and how many of each are looked at, newest first. */
export const HEADER_FACTS: readonly TimelineKind[] = ['AllergyIntolerance', 'MedicationRequest'];
const MOST_FACTS = 1000;
export const RED = ['red', 'emergency'] as const;

export async function headerRows(rows: Rows, who: Principal, id: string): Promise<HeaderRows | undefined> {
  const { tenant } = who;
  const person = await personRows(rows, who, id);
  if (!person) return undefined;
  const about = { tenant, patientId: { $in: idsOf(person) } };
  const facts = who.rights.health
    ? await rows.find(TimelineItem, { ...about, kind: { $in: [...HEADER_FACTS] } }, { orderBy: { occurredAt: 'desc' }, limit: MOST_FACTS })
    : [];
  const open = { ...about, status: 'open' as const, level: { $in: [...RED] } };
  const flags = seesRecommendations(who) ? await rows.find(RecommendationList, open, { orderBy: { issued: 'desc' } }) : [];
  return { header: person.head, merged: person.merged, facts, flags };
}

/** People the reader may see, each by the record that stands for them, of those `found` when a search was made, the one registered last first. `after`: the place of the last one of the page before. */
export async function patientList(
  rows: Rows,
  who: Principal,
  { found, after, limit }: { found?: readonly string[] | undefined; after?: string | undefined; limit: number },
): Promise<PatientHeaderRow[]> {
  const scope = await patientScope(rows, who);
  const named = found && scope ? found.filter((id) => scope.includes(id)) : (found ?? scope);
  const ids = named && [...(await headsOf(rows, who.tenant, named)).values()].map(({ id }) => id);
  const where = { tenant: who.tenant, mergedInto: null, ...(ids && { id: { $in: ids } }), ...(after && { registered: { $lt: BigInt(after) } }) };
  return rows.find(PatientHeader, where, { orderBy: { registered: 'desc' }, limit });
}

type Place = readonly [at: string, id: string];
/** Newest first by when it happened; undefined when the reader may not see the patient. */
export async function timeline(
  rows: Rows,
  who: Principal,
  { id, kind, after, limit }: { id: string; kind?: TimelineKind; after?: Place; limit: number },
): Promise<TimelineRow[] | undefined> {
  const { tenant } = who;
  const person = await personRows(rows, who, id);
  if (!person) return undefined;
  const kinds = TIMELINE_KINDS.filter((k) => (kind === undefined || k === kind) && (k !== 'Recommendation' || seesRecommendations(who)));
  const where = {
    tenant,
    patientId: { $in: idsOf(person) },
    ...(kinds.length < TIMELINE_KINDS.length && { kind: { $in: kinds } }),
    ...(after && { $or: [{ occurredAt: { $lt: new Date(after[0]) } }, { occurredAt: new Date(after[0]), id: { $lt: after[1] } }] }),
  };
  return rows.find(TimelineItem, where, { orderBy: { occurredAt: 'desc', id: 'desc' }, limit });
}
