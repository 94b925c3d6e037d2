import { z } from 'zod';
import { id } from '#domain/kernel/ids.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { TIMELINE_KINDS } from '#projections/patient-timeline/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { languageOf } from '../kernel/language.ts';
import { throughGlass } from '../kernel/break-glass.ts';
import { makeOpening } from '../kernel/opened.ts';
import { cut, pageOf, pageQuery } from '../kernel/page.ts';
import { READERS } from '../kernel/scope.ts';
import { idsFound, searched } from '../kernel/search.ts';
import { unknown } from '../kernel/shapes.ts';
import { patientHeaderOf, patientItemOf, timelineItemOf } from './answers.ts';
import { headerRows, patientList, timeline } from './queries.ts';
import { patientHeader, patientItem, timelineItem } from './shapes.ts';

const params = z.object({ id });
const common = { method: 'get', tag: 'patients', roles: READERS, waits: 'views' } as const;

export const patientQueries = ({ reader, cursors, now, tenantDigest }: ReadDeps): Route[] => [
  route({
    ...common,
    path: '/api/patients',
    summary: 'Patients the reader may see, the one registered last first',
    query: z.object({ ...pageQuery, search: searched }),
    answers: { 200: { description: 'A page of patients', schema: pageOf(patientItem) } },
    handle: async ({ who, open, query: { cursor, limit, search } }) => {
      const list = `patients ${search ?? ''}`;
      const [after] = cursors.read(who.tenant, list, cursor) ?? [];
      const page = await reader.within(who.tenant, async (rows) => {
        const found = await idsFound(rows, who.tenant, 'patient', who.rights.personal ? search : undefined, tenantDigest);
        return patientList(rows, who, { found, after, limit: limit + 1 });
      });
      const { rows, next } = cut(page, limit, (last) => cursors.write(who.tenant, list, [String(last.registered)]));
      const opening = makeOpening({ open, tenant: who.tenant, rights: who.rights });
      return { status: 200, body: await opening.settle({ items: rows.map((row) => patientItemOf(row, opening)), next }) };
    },
  }),
  route({
    ...common,
    path: '/api/patients/{id}',
    summary: 'Who the patient is, and what nobody may overlook',
    params,
    answers: { 200: { description: 'The header of the patient', schema: patientHeader } },
    codes: ['patient.unknown'],
    handle: async ({ who, open, params }) => {
      const { found, rights } = await reader.within(who.tenant, async (rows) => {
        const looking = await throughGlass(rows, who, params.id, now());
        return { found: await headerRows(rows, looking, params.id), rights: looking.rights };
      });
      if (!found) throw unknown('patient', params.id);
      const opening = makeOpening({ open, tenant: who.tenant, rights });
      return { status: 200, body: await opening.settle(patientHeaderOf(found, opening)) };
    },
  }),
  route({
    ...common,
    path: '/api/patients/{id}/timeline',
    summary: 'Everything about the patient, newest first by when it happened',
    params,
    query: z.object({ ...pageQuery, kind: z.enum(TIMELINE_KINDS).optional() }),
    answers: { 200: { description: 'A page of the timeline', schema: pageOf(timelineItem) } },
    codes: ['patient.unknown'],
    handle: async ({ who, open, params, query: { cursor, limit, kind }, headers }) => {
      const list = `timeline ${params.id} ${kind ?? ''}`;
      const after = cursors.read(who.tenant, list, cursor) as [string, string] | undefined;
      const { found, rights } = await reader.within(who.tenant, async (rows) => {
        const looking = await throughGlass(rows, who, params.id, now());
        return { found: await timeline(rows, looking, { id: params.id, kind, after, limit: limit + 1 }), rights: looking.rights };
      });
      if (!found) throw unknown('patient', params.id);
      const { rows, next } = cut(found, limit, (last) => cursors.write(who.tenant, list, [last.occurredAt.toISOString(), last.id]));
      const opening = makeOpening({ open, tenant: who.tenant, rights });
      const items = await opening.settle(rows.map((row) => timelineItemOf(row, opening, languageOf(headers))));
      return { status: 200, body: { items: items.map((item) => ({ ...item, status: typeof item.status === 'string' ? item.status : undefined })), next } };
    },
  }),
];
