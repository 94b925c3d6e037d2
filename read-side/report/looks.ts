// Disclosures, read in stretches for reports that go over years.
import { type DisclosureRow, Disclosures } from '#projections/disclosures/table.ts';
import type { Reader, Rows } from '../kernel/reader.ts';

const AT_ONCE = 5000;
type Where = Parameters<typeof matching>[0];
const FIELDS = ['id', 'at', 'readerId', 'readerKind', 'readerRole', 'purpose', 'route', 'caseId', 'shown', 'withheld', 'session', 'position'] as const;
export type Look = Pick<DisclosureRow, (typeof FIELDS)[number]>;

/** Half-open in time: from `from` until before `to`. */
export function matching({
  tenant,
  personId,
  readerId,
  session,
  from,
  to,
}: {
  tenant: string;
  personId?: string;
  readerId?: string;
  session?: string;
  from: Date;
  to: Date;
}) {
  return {
    tenant,
    at: { $gte: from, $lt: to },
    ...(personId && { persons: { $contains: [personId] } }),
    ...(readerId && { readerId }),
    ...(session && { session }),
  };
}

/** Newest first, each transaction a stretch, so that a long report holds nothing up. */
export async function* looks(reader: Reader, where: Where): AsyncGenerator<Look> {
  let before: bigint | undefined;
  for (;;) {
    const condition = { ...matching(where), ...(before !== undefined && { position: { $lt: before } }) };
    const options = { orderBy: { position: 'desc' }, limit: AT_ONCE, fields: FIELDS, disableIdentityMap: true } as const;
    const found = await reader.within(where.tenant, (rows) => rows.find(Disclosures, condition, options));
    yield* found as unknown as readonly Look[]; // the library's type of a partial row maps even lists in JSON columns
    if (found.length < AT_ONCE) return;
    before = found.at(-1)!.position;
  }
}

/** The same rows as a condition of a statement, with its parameters. */
function condition({ tenant, readerId, session, from, to }: Where): { text: string; values: unknown[] } {
  const given = [['reader_id', readerId] as const, ['session', session] as const].filter(([, value]) => value !== undefined);
  return {
    text: ['tenant = ?', 'at >= ?', 'at < ?', ...given.map(([column]) => `${column} = ?`)].join(' and '),
    values: [tenant, from, to, ...given.map(([, value]) => value)],
  };
}

export type Concerned = {
  readonly personId: string;
  readonly health: boolean;
  readonly fields: string[][];
  readonly count: number;
  readonly first: Date;
  readonly last: Date;
};
/** Everybody who was shown, by id. Grouped by the list of fields as well, so that the database sums in one pass and sorts nothing. */
export async function concerned(rows: Rows, where: Where): Promise<Concerned[]> {
  const { text, values } = condition(where);
  const inner = `select person->>'id' as id, person->'fields' as fields, bool_or((person->>'health')::boolean) as health, count(*) as n, min(at) as first, max(at) as last
    from disclosures cross join lateral jsonb_array_elements(shown) as person where ${text} group by 1, 2`;
  return rows.execute<Concerned[]>(
    `select id as "personId", bool_or(health) as health, jsonb_agg(fields) as fields, sum(n)::int as count, min(first) as first, max(last) as last
       from (${inner}) as of_fields group by 1 order by 1`,
    values,
  );
}

/** How many disclosures each reader got, those with most first. */
export async function readersOf(rows: Rows, where: Where): Promise<{ readonly readerId: string; readonly count: number }[]> {
  const { text, values } = condition(where);
  return rows.execute(`select reader_id as "readerId", count(*)::int as count from disclosures where ${text} group by 1 order by 2 desc, 1`, values);
}

export type Reads = { readonly readerId: string; readonly count: number; readonly persons: number; readonly last: Date };
/** What each reader was shown, those who read most first. */
export async function readsBy(rows: Rows, where: Where): Promise<Reads[]> {
  const { text, values } = condition(where);
  return rows.execute<Reads[]>(
    `select reader_id as "readerId", count(distinct id)::int as count, count(distinct person->>'id')::int as persons, max(at) as last
       from disclosures left join lateral jsonb_array_elements(shown) as person on true where ${text} group by 1 order by 2 desc, 1`,
    values,
  );
}
