// HIPAA's accounting of disclosures: to whom a person's data went, other than for care, payment and operations. Repeated disclosures to one
// reader for one purpose are told as one entry with first, last and number, as 164.528(b)(3) allows.
import { z } from 'zod';
import { ACCESS_PURPOSES, NOT_ACCOUNTED } from '#domain/kernel/access.ts';
import { id } from '#domain/kernel/ids.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { Member } from '#projections/members/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { makeOpening } from '../kernel/opened.ts';
import { instant, openedOf } from '../kernel/shapes.ts';
import { type Look, looks } from './looks.ts';
import { AUDITORS, daysBefore, heading, LAW, period, personAsked, tag } from './report.ts';

/** Six years, as 164.528(a)(1) asks. */
const YEARS_DAYS = 6 * 366;
const entry = z.object({
  recipient: z.object({ id: z.string(), name: openedOf(z.string()).optional(), role: z.string() }),
  purpose: z.enum(ACCESS_PURPOSES),
  fields: z.array(z.string()),
  health: z.boolean(),
  first: instant,
  last: instant,
  count: z.int(),
});
const report = z
  .object({ ...heading, personId: z.uuid(), from: instant, to: instant, entries: z.array(entry), withheld: z.int().describe('Times something was kept back') })
  .meta({ id: 'AccountingOfDisclosures' });

export type Entry = {
  readerId: string;
  readerRole: string;
  purpose: Look['purpose'];
  fields: Set<string>;
  health: boolean;
  first: Date;
  last: Date;
  count: number;
};

/** One entry for each reader, role and purpose; `of` newest first. */
export async function grouped(of: AsyncIterable<Look>, personId: string, isTold: (look: Look) => boolean): Promise<{ entries: Entry[]; withheld: number }> {
  const entries = new Map<string, Entry>();
  let withheld = 0;
  for await (const look of of) {
    if (look.withheld.includes(personId)) withheld++;
    const shown = look.shown.find((person) => person.id === personId);
    if (!shown || !isTold(look)) continue;
    const { readerId, readerRole, purpose, at } = look;
    const key = `${readerId} ${readerRole} ${purpose}`;
    const known = entries.get(key) ?? { readerId, readerRole, purpose, fields: new Set(), health: false, first: at, last: at, count: 0 };
    for (const field of shown.fields) known.fields.add(field);
    entries.set(key, {
      ...known,
      health: known.health || shown.health,
      first: at < known.first ? at : known.first,
      last: at > known.last ? at : known.last,
      count: known.count + 1,
    });
  }
  return { entries: [...entries.values()], withheld };
}

/** Names of members, noted for opening, by id. */
export async function namesOf({ reader }: Pick<ReadDeps, 'reader'>, tenant: string, ids: readonly string[]) {
  const isUuid = (one: string) => id.safeParse(one).success;
  const found = await reader.within(tenant, (rows) => rows.find(Member, { tenant, id: { $in: ids.filter(isUuid) } }));
  return new Map(found.map((member) => [member.id, member]));
}

export const accountingRoute = (deps: ReadDeps): Route =>
  route({
    method: 'get',
    path: '/api/reports/accounting-of-disclosures',
    summary: 'To whom a person’s data were disclosed, other than for care, payment and operations; a patient: their own',
    tag,
    roles: [...AUDITORS, 'patient'],
    waits: 'views',
    cost: 10,
    query: z.object({ ...period, personId: id.describe('Whose') }),
    answers: { 200: { description: 'The accounting', schema: report } },
    codes: ['patient.unknown'],
    handle: async ({ who, open, query }) => {
      const { tenant } = who;
      const personId = personAsked(who, query);
      const to = query.to ? new Date(query.to) : deps.now();
      const from = query.from ? new Date(query.from) : daysBefore(to, YEARS_DAYS);
      const { entries, withheld } = await grouped(
        looks(deps.reader, { tenant, personId, from, to }),
        personId,
        ({ purpose }) => !NOT_ACCOUNTED.includes(purpose as never),
      );
      const names = await namesOf(
        deps,
        tenant,
        entries.map(({ readerId }) => readerId),
      );
      const opening = makeOpening({ open, tenant, rights: who.rights });
      const told = entries.map(({ readerId, readerRole, fields, first, last, ...rest }) => ({
        ...rest,
        recipient: { id: readerId, role: readerRole, name: opening.anyway<string>(names.get(readerId)?.name) },
        fields: [...fields].toSorted(),
        first: first.toISOString(),
        last: last.toISOString(),
      }));
      const head = { tenant, madeAt: deps.now().toISOString(), law: [LAW.accounting], personId, from: from.toISOString(), to: to.toISOString() };
      return { status: 200, body: await opening.settle({ ...head, entries: told, withheld }) };
    },
  });
