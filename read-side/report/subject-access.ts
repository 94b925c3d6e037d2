// What a person may ask to know (KVKK art. 11, GDPR art. 15): whether and what of them is processed, what for, and who got it; with all
// of it in a form machines read, as a FHIR R4 Bundle.
import { z } from 'zod';
import { ACCESS_PURPOSES } from '#domain/kernel/access.ts';
import { id } from '#domain/kernel/ids.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { isAbsent } from '#domain/kernel/sealing.ts';
import { CareRecord } from '#projections/care/table.ts';
import { CaseList } from '#projections/case-list/table.ts';
import { PatientHeader } from '#projections/patient-header/table.ts';
import { TimelineItem } from '#projections/patient-timeline/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { makeOpening } from '../kernel/opened.ts';
import type { Rows } from '../kernel/reader.ts';
import { instant, unknown } from '../kernel/shapes.ts';
import { grouped } from './accounting.ts';
import { looks } from './looks.ts';
import { AUDITORS, heading, LAW, personAsked, tag } from './report.ts';

const consent = z.object({ purpose: z.string(), status: z.string(), at: instant, recipient: z.string().optional() });
const receiver = z.object({
  role: z.string(),
  purpose: z.enum(ACCESS_PURPOSES),
  people: z.int(),
  health: z.boolean(),
  first: instant,
  last: instant,
  count: z.int(),
});
const report = z
  .object({
    ...heading,
    personId: z.uuid(),
    processed: z.boolean(),
    categories: z.record(z.string(), z.int()).describe('What is held, by kind, and how many'),
    cases: z.array(z.object({ id: z.uuid(), stage: z.string(), status: z.string(), openedAt: instant })),
    consents: z.array(consent),
    receivers: z.array(receiver).describe('Who was shown the data, by role and purpose'),
    erased: z.boolean().describe('The person’s key is destroyed; nothing of them can be read any more'),
    fhir: z.object({
      resourceType: z.literal('Bundle'),
      type: z.literal('collection'),
      timestamp: instant,
      entry: z.array(z.object({ fullUrl: z.string(), resource: z.unknown() })),
    }),
  })
  .meta({ id: 'SubjectAccess' });

/** One person's record may stand in several streams that were merged. */
async function rowsOf(rows: Rows, tenant: string, personId: string) {
  const [header, merged] = await Promise.all([
    rows.findOne(PatientHeader, { tenant, id: personId }),
    rows.find(PatientHeader, { tenant, mergedInto: personId }),
  ]);
  if (!header) return undefined;
  const patientId = { $in: [personId, ...merged.map(({ id: one }) => one)] };
  const [timeline, cases, care] = await Promise.all([
    rows.find(TimelineItem, { tenant, patientId }, { orderBy: { occurredAt: 'asc', id: 'asc' }, disableIdentityMap: true }),
    rows.find(CaseList, { tenant, patientId }, { orderBy: { opened: 'asc' } }),
    rows.find(CareRecord, { tenant, slice: 'consent', patientId }),
  ]);
  return { header, timeline, cases, care };
}

type Purpose = { purpose: string; status?: string; at: string; recipient?: string };
const consentsIn = (docs: readonly { doc: Readonly<Record<string, unknown>> }[]) =>
  docs
    .flatMap(({ doc }) => (doc['purposes'] as Purpose[] | undefined) ?? [])
    .map(({ purpose, status = 'granted', at, recipient }) => ({ purpose, status, at, recipient }));

/** By role: a person learns who was shown their data as the law asks, and the staff's names stay the accounting's matter. */
async function receiversOf(deps: ReadDeps, tenant: string, personId: string) {
  const all = looks(deps.reader, { tenant, personId, from: new Date(0), to: deps.now() });
  const { entries } = await grouped(all, personId, ({ purpose }) => purpose !== 'own-record');
  return [...Map.groupBy(entries, ({ readerRole, purpose }) => `${readerRole} ${purpose}`).values()].map((same) => ({
    role: same[0]!.readerRole,
    purpose: same[0]!.purpose,
    people: same.length,
    health: same.some(({ health }) => health),
    first: new Date(Math.min(...same.map(({ first }) => first.getTime()))).toISOString(),
    last: new Date(Math.max(...same.map(({ last }) => last.getTime()))).toISOString(),
    count: same.reduce((sum, { count }) => sum + count, 0),
  }));
}

export const subjectAccessRoute = (deps: ReadDeps): Route =>
  route({
    method: 'get',
    path: '/api/reports/subject-access',
    summary: 'All that is held about a person, for that person, with a FHIR R4 Bundle; a patient: their own',
    tag,
    roles: [...AUDITORS, 'patient'],
    waits: 'views',
    cost: 20,
    stepUp: true,
    query: z.object({ personId: id.describe('Whose') }),
    answers: { 200: { description: 'The report', schema: report } },
    codes: ['patient.unknown'],
    handle: async ({ who, open, query }) => {
      const { tenant } = who;
      const personId = personAsked(who, query);
      const found = await deps.reader.within(tenant, (rows) => rowsOf(rows, tenant, personId));
      if (!found) throw unknown('patient', personId);
      const { header, timeline, cases, care } = found;
      const opening = makeOpening({ open, tenant, rights: who.rights });
      const resources = timeline.filter(({ kind, content }) => content !== null && kind !== 'Case' && kind !== 'Recommendation' && kind !== 'Patient');
      const opened = await opening.settle([
        { fullUrl: `urn:uuid:${personId}`, resource: opening.personal(header.person) as unknown },
        ...resources.map(({ itemId, content }) => ({ fullUrl: `urn:uuid:${itemId}`, resource: opening.health(content) as unknown })),
      ]);
      const entry = opened.filter(({ resource }) => !isAbsent(resource));
      const at = deps.now().toISOString();
      const categories = Object.fromEntries([...Map.groupBy(timeline, ({ kind }) => kind)].map(([kind, of]) => [kind, of.length]));
      const body = {
        ...{ tenant, madeAt: at, law: [LAW.access, LAW.gdprAccess], personId, processed: true, categories },
        cases: cases.map(({ id: caseId, stage, status, openedAt }) => ({ id: caseId, stage, status, openedAt: openedAt.toISOString() })),
        consents: consentsIn(care),
        receivers: await receiversOf(deps, tenant, personId),
        erased: entry.length === 0,
        fhir: { resourceType: 'Bundle' as const, type: 'collection' as const, timestamp: at, entry },
      };
      return { status: 200, headers: { 'Content-Disposition': `attachment; filename="subject-access-${personId}.json"` }, body };
    },
  });
