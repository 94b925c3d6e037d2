// Whom to tell when a person's data were corrected or erased (GDPR art. 19, KVKK art. 7): everybody outside the tenant who got them before.
import { z } from 'zod';
import { ACCESS_PURPOSES } from '#domain/kernel/access.ts';
import { id } from '#domain/kernel/ids.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { CareRecord } from '#projections/care/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { makeOpening } from '../kernel/opened.ts';
import { instant, openedOf, unknown } from '../kernel/shapes.ts';
import { grouped, namesOf } from './accounting.ts';
import { looks } from './looks.ts';
import { AUDITORS, heading, LAW, personAsked, tag } from './report.ts';

/** Who does not work for the tenant. */
const OUTSIDE: ReadonlySet<string> = new Set(['sharing']);
const CHANGES: ReadonlySet<string> = new Set(['PatientAmended', 'PatientMerged', 'PatientUnmerged', 'ErasureRequested']);

const recipient = z.object({
  id: z.string(),
  name: openedOf(z.string()).optional(),
  role: z.string(),
  purpose: z.enum(ACCESS_PURPOSES),
  fields: z.array(z.string()),
  first: instant,
  last: instant,
});
const processor = z.object({ processor: z.string(), country: z.string(), kind: z.string(), status: z.string() });
const report = z
  .object({
    ...heading,
    personId: z.uuid(),
    changes: z.array(z.object({ eventId: z.uuid(), type: z.string(), at: instant })).describe('Corrections and requests, newest first; at most a hundred'),
    recipients: z.array(recipient).describe('Who got the data outside the tenant before the newest change'),
    processors: z.array(processor).describe('Processors abroad that the tenant has a mechanism with'),
  })
  .meta({ id: 'RecipientsToTell' });

async function changesOf({ streams }: ReadDeps, tenant: string, personId: string) {
  const changes: { eventId: string; type: string; at: string }[] = [];
  let known = false;
  for await (const { id: eventId, type, recordedAt } of streams.read({ tenant, slice: 'patient', id: personId })) {
    known = true;
    if (CHANGES.has(type) || type.endsWith('Amended')) changes.unshift({ eventId, type, at: recordedAt.toISOString() });
  }
  if (!known) return undefined;
  for await (const { id: eventId, type, recordedAt } of streams.read({ tenant, slice: 'erasure', id: personId }))
    if (type === 'ErasureCompleted') changes.unshift({ eventId, type, at: recordedAt.toISOString() });
  return changes.toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, 100);
}

export const recipientsRoute = (deps: ReadDeps): Route =>
  route({
    method: 'get',
    path: '/api/reports/recipients',
    summary: 'Whom to tell of a person’s correction or erasure',
    tag,
    roles: AUDITORS,
    waits: 'views',
    cost: 10,
    query: z.object({ personId: id.describe('Whose') }),
    answers: { 200: { description: 'The recipients', schema: report } },
    codes: ['patient.unknown'],
    handle: async ({ who, open, query }) => {
      const { tenant } = who;
      const personId = personAsked(who, query);
      const changes = await changesOf(deps, tenant, personId);
      if (!changes) throw unknown('patient', personId);
      const to = changes[0] ? new Date(changes[0].at) : deps.now();
      const { entries } = await grouped(
        looks(deps.reader, { tenant, personId, from: new Date(0), to }),
        personId,
        ({ purpose, readerRole }) => OUTSIDE.has(purpose) || readerRole === 'processor',
      );
      const names = await namesOf(
        deps,
        tenant,
        entries.map(({ readerId }) => readerId),
      );
      const abroad = await deps.reader.within(tenant, (rows) => rows.find(CareRecord, { tenant, slice: 'transfermechanism' }));
      const opening = makeOpening({ open, tenant, rights: who.rights });
      const body = {
        ...{ tenant, madeAt: deps.now().toISOString(), law: [LAW.recipients, LAW.kvkkErasure], personId, changes },
        recipients: entries.map(({ readerId, readerRole, purpose, fields, first, last }) => ({
          ...{ id: readerId, name: opening.anyway<string>(names.get(readerId)?.name), role: readerRole, purpose, fields: [...fields].toSorted() },
          ...{ first: first.toISOString(), last: last.toISOString() },
        })),
        processors: abroad.map(({ doc, status }) => ({
          processor: String(doc['processor']),
          country: String(doc['country']),
          kind: String(doc['kind']),
          status,
        })),
      };
      return { status: 200, body: await opening.settle(body) };
    },
  });
