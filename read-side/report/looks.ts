// Disclosures, read in stretches for reports that go over years.
import type { DisclosureRow } from '#projections/disclosures/table.ts';
import { disclosuresFound, type Wanted } from '../disclosure/found.ts';
import type { Reader, Rows } from '../kernel/reader.ts';

const AT_ONCE = 5000;
type Where = Pick<Wanted, 'personId'> & {
  readonly tenant: string;
  readonly readerId?: string;
  readonly session?: string;
  readonly from: Date;
  readonly to: Date;
};
export type Look = Omit<DisclosureRow, 'address'>;

/** Half-open in time: from `from` until before `to`. */
const wanted = ({ tenant, personId, readerId, session, from, to }: Where): Wanted => ({
  tenant,
  at: { $gte: from, $lt: to },
  ...(personId && { personId }),
  ...(readerId && { readerId }),
  ...(session && { session }),
});

/** Newest first, each transaction a stretch, so that a long report holds nothing up. */
export async function* looks(reader: Reader, where: Where): AsyncGenerator<Look> {
  let before: bigint | undefined;
  for (;;) {
    const condition = { ...wanted(where), ...(before !== undefined && { position: { $lt: before } }) };
    const found = await reader.within(where.tenant, (rows) => disclosuresFound(rows, condition, AT_ONCE));
    yield* found;
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
