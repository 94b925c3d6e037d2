// Each kind of record as a list and one by one, with the same filters, pages and rights everywhere.
import { z } from 'zod';
import { HubError } from '#domain/kernel/errors.ts';
import { id } from '#domain/kernel/ids.ts';
import type { Role } from '#domain/kernel/roles.ts';
import { type Principal, type Route, route } from '#domain/kernel/route.ts';
import { CaseList } from '#projections/case-list/table.ts';
import { type AnyRecord, careKey } from '#projections/care/record.ts';
import { careRecords } from '#projections/care/records.ts';
import { CareRecord } from '#projections/care/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { makeOpening } from '../kernel/opened.ts';
import { cut, pageOf, pageQuery } from '../kernel/page.ts';
import type { Rows } from '../kernel/reader.ts';
import { caseScope, READERS, STAFF } from '../kernel/scope.ts';
import { careOf } from './answers.ts';
import { shapeOf } from './shapes.ts';

type Subject = {
  readonly slice: string;
  readonly path: string;
  readonly title: string;
  readonly roles: readonly Role[];
  /** A field of the record that holds a member's id: one can ask for theirs. */
  readonly member?: string;
};
const SUBJECTS: readonly Subject[] = [
  { slice: 'authorisation', path: 'authorisations', title: 'Permits of the tenant', roles: STAFF },
  { slice: 'consent', path: 'consents', title: 'What people were told and agreed to', roles: READERS },
  { slice: 'offer', path: 'offers', title: 'Offers with their versions', roles: READERS },
  { slice: 'deposit', path: 'deposits', title: 'Deposits: what was asked, paid, and is owed', roles: READERS },
  { slice: 'insurance', path: 'insurance', title: 'Complication policies', roles: READERS },
  { slice: 'lead', path: 'leads', title: 'People who asked', roles: STAFF },
  { slice: 'intake', path: 'intakes', title: 'Intake questionnaires with their answers', roles: READERS },
  { slice: 'review', path: 'reviews', title: 'Reviews: who looks at which case, and what they found', roles: STAFF, member: 'reviewerId' },
  { slice: 'milestone', path: 'milestones', title: 'What the stages of a case need besides, and who settled it', roles: STAFF },
  { slice: 'travel', path: 'journeys', title: 'Journeys', roles: READERS },
  { slice: 'transfer', path: 'transfers', title: 'Rides', roles: READERS },
  { slice: 'procedure', path: 'procedures', title: 'Operations', roles: READERS },
  { slice: 'followup', path: 'follow-ups', title: 'Follow-ups with their check-ins', roles: READERS },
  { slice: 'complication', path: 'complications', title: 'Complications', roles: STAFF },
  { slice: 'document', path: 'documents', title: 'Documents', roles: READERS },
  { slice: 'task', path: 'tasks', title: 'Tasks and who they wait for', roles: STAFF },
  {
    slice: 'breakglass',
    path: 'break-glass',
    title: 'Emergency looks at patients; those to be reviewed have status `to-review`',
    roles: ['auditor', 'doctor', 'admin'],
  },
  { slice: 'transfermechanism', path: 'transfer-mechanisms', title: 'Why data may go abroad, by processor', roles: STAFF },
  { slice: 'retention', path: 'retention', title: 'How long the tenant keeps which data, and its runs of destruction', roles: ['auditor', 'admin'] },
  { slice: 'basis', path: 'lawful-basis', title: 'On which basis health data of whoever has not agreed are stored', roles: ['auditor', 'admin'] },
  { slice: 'checklist', path: 'checklists', title: 'Pre-operative checklists', roles: STAFF },
];
const recordOf = (slice: string): AnyRecord => careRecords.find((record) => record.slice === slice)!;

/** The rows a reader is limited to: all, those of their own patient, or of the cases they referred. */
async function scope(rows: Rows, who: Principal): Promise<object> {
  if (who.rights.cases === 'all') return {};
  if (who.rights.cases !== 'referred') return caseScope(who);
  const cases = await rows.find(CaseList, { tenant: who.tenant, ...caseScope(who) }, { fields: ['id'], disableIdentityMap: true });
  return { caseId: { $in: cases.map((row) => row.id) } };
}

function listRoute({ reader, cursors }: ReadDeps, { slice, path, title, roles, member }: Subject, shape: z.ZodObject): Route {
  return route({
    method: 'get',
    path: `/api/${path}`,
    summary: `${title}, the newest first`,
    tag: path,
    roles,
    waits: 'views',
    query: z.object({
      ...pageQuery,
      status: z.string().max(40).optional(),
      caseId: id.optional(),
      patientId: id.optional(),
      ...(member && { [member]: id.optional() }),
    }),
    answers: { 200: { description: 'A page', schema: pageOf(shape) } },
    handle: async ({ who, open, query: { cursor, limit, ...filter } }) => {
      const { tenant } = who;
      const list = `${slice} ${JSON.stringify(filter)}`;
      const [after] = cursors.read(tenant, list, cursor) ?? [];
      const chosen = Object.entries(filter).flatMap(([field, value]) =>
        value === undefined ? [] : [field === member ? { doc: { [field]: value } } : { [field]: value }],
      );
      const found = await reader.within(tenant, async (rows) => {
        const where = { $and: [{ tenant, slice }, await scope(rows, who), ...chosen, ...(after ? [{ opened: { $lt: BigInt(after) } }] : [])] };
        return rows.find(CareRecord, where, { orderBy: { opened: 'desc' }, limit: limit + 1 });
      });
      const { rows, next } = cut(found, limit, (last) => cursors.write(tenant, list, [String(last.opened)]));
      const opening = makeOpening({ open, tenant, rights: who.rights });
      return { status: 200, body: await opening.settle({ items: rows.map((row) => careOf(row, opening)), next }) };
    },
  });
}

function readRoute({ reader }: ReadDeps, { slice, path, title, roles }: Subject, shape: z.ZodObject): Route {
  return route({
    method: 'get',
    path: `/api/${path}/{id}`,
    summary: `${title}: one of them`,
    tag: path,
    roles,
    waits: 'views',
    params: z.object({ id }),
    answers: { 200: { description: 'The record', schema: shape } },
    codes: ['record.unknown'],
    handle: async ({ who, open, params }) => {
      const { tenant } = who;
      const key = { tenant, id: careKey(slice, params.id) };
      const row = await reader.within(tenant, async (rows) => rows.findOne(CareRecord, { $and: [key, await scope(rows, who)] }));
      if (!row) throw new HubError('not-found', 'record.unknown', `There is no ${slice} ${params.id}.`);
      const opening = makeOpening({ open, tenant, rights: who.rights });
      return { status: 200, body: await opening.settle(careOf(row, opening)) };
    },
  });
}

export const careQueries = (deps: ReadDeps): Route[] =>
  SUBJECTS.flatMap((subject) => {
    const shape = shapeOf(recordOf(subject.slice));
    return [listRoute(deps, subject, shape), readRoute(deps, subject, shape)];
  });
