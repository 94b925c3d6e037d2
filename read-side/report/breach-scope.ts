// Whom a breach concerns: everybody whose data a reader, a session or anybody at all was shown in a stretch of time, or, when a tenant's keys
// are out, everybody there is. The clock of 72 hours starts at detection.
import { z } from 'zod';
import { id } from '#domain/kernel/ids.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { PatientHeader } from '#projections/patient-header/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import type { Rows } from '../kernel/reader.ts';
import { instant } from '../kernel/shapes.ts';
import { type Concerned, concerned, readersOf } from './looks.ts';
import { AUDITORS, daysBefore, heading, LAW, tag } from './report.ts';

const HOURS_72 = 72 * 3_600_000;
const person = z.object({ personId: z.string(), health: z.boolean(), fields: z.array(z.string()), count: z.int(), first: instant, last: instant });
const report = z
  .object({
    ...heading,
    ...{ from: instant, to: instant, notifyBy: instant.describe('72 hours after it was detected') },
    ...{ persons: z.int(), withHealthData: z.int(), disclosures: z.int(), readers: z.array(z.object({ readerId: z.string(), count: z.int() })) },
    affected: z.array(person).describe('Everybody concerned, by id'),
  })
  .meta({ id: 'BreachScope' });
const query = z.object({
  from: instant.optional().describe('A year before `to`'),
  to: instant.optional().describe('Before this time; now'),
  detectedAt: instant.optional().describe('When somebody knew; now'),
  readerId: z.string().min(1).max(200).optional().describe('The account that was misused'),
  session: id.optional().describe('The session that was stolen'),
  keys: z.literal('tenant').optional().describe('The tenant’s keys are out: everybody is concerned'),
});

/** Everybody the tenant holds data of, as far as their keys are concerned. */
async function everybody(rows: Rows, tenant: string): Promise<Concerned[]> {
  const all = await rows.find(PatientHeader, { tenant }, { fields: ['id', 'counts', 'updatedAt'], disableIdentityMap: true });
  return all.map(({ id: personId, counts, updatedAt }) => ({
    personId,
    health: Object.keys(counts).length > 0,
    fields: [],
    count: 0,
    first: updatedAt,
    last: updatedAt,
  }));
}

export const breachScopeRoute = (deps: ReadDeps): Route =>
  route({
    method: 'get',
    path: '/api/reports/breach-scope',
    summary: 'Whom a breach concerns, by account, session, time or key, and until when the authority has to know',
    tag,
    roles: AUDITORS,
    waits: 'views',
    cost: 20,
    query,
    answers: { 200: { description: 'The scope', schema: report } },
    handle: async ({ who: { tenant }, query: asked }) => {
      const at = deps.now();
      const to = asked.to ? new Date(asked.to) : at;
      const from = asked.from ? new Date(asked.from) : daysBefore(to, 365);
      const { readerId, session, keys, detectedAt } = asked;
      const where = { tenant, from, to, ...(readerId && { readerId }), ...(session && { session }) };
      const [shown, readers, all] = await deps.reader.within(tenant, async (rows) => [
        await concerned(rows, where),
        await readersOf(rows, where),
        keys ? await everybody(rows, tenant) : [],
      ]);
      const affected = [...new Map([...all, ...shown].map((person) => [person.personId, person])).values()];
      const persons = affected.map(({ fields, first, last, ...rest }) => ({
        ...{ ...rest, fields: [...new Set(fields.flat())].toSorted() },
        ...{ first: new Date(first).toISOString(), last: new Date(last).toISOString() },
      }));
      const notifyBy = new Date((detectedAt ? new Date(detectedAt) : at).getTime() + HOURS_72).toISOString();
      const body = {
        ...{ tenant, madeAt: at.toISOString(), law: [LAW.breach, LAW.kvkkBreach], from: from.toISOString(), to: to.toISOString(), notifyBy },
        ...{
          persons: persons.length,
          withHealthData: persons.filter(({ health }) => health).length,
          disclosures: readers.reduce((sum, { count }) => sum + count, 0),
        },
        readers,
        affected: persons.toSorted((a, b) => (a.personId < b.personId ? -1 : 1)),
      };
      return { status: 200, body };
    },
  });
