// What differs between a view and the same view built again, row by row.
import type { View } from '#projections/kernel/projection.ts';
import { quoted } from './build-tables.ts';
import type { Pool } from './pool.ts';
import { shapesOf } from './tables.ts';

export type Difference = {
  readonly view: string;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Some of them: which row, and the columns that differ. No values. */
  readonly sample: readonly {
    readonly tenant: string;
    readonly id: string;
    readonly what: 'added' | 'changed' | 'removed';
    readonly columns: readonly string[];
  }[];
};
const MOST_SHOWN = 20;
export const isSame = ({ added, changed, removed }: Difference): boolean => added + changed + removed === 0;

/** `tenant`: only that tenant's rows. `pool` signs in as the projector, who sees all rows of both. */
export async function differences(pool: Pool, schema: string, views: readonly View[], tenant?: string): Promise<Difference[]> {
  const shapes = shapesOf(views);
  const found: Difference[] = [];
  for (const view of views) {
    const table = quoted(shapes.get(view.name)!.name);
    const columns = shapes.get(view.name)!.columns.filter((c) => !c.isKey);
    const differing = columns.map(({ name }) => `case when l.${quoted(name)} is distinct from b.${quoted(name)} then '${name}' end`).join(', ');
    const rows = `select coalesce(l.tenant, b.tenant) as tenant, coalesce(l.id::text, b.id::text) as id,
        case when l.tenant is null then 'added' when b.tenant is null then 'removed' else 'changed' end as what,
        case when l.tenant is null or b.tenant is null then '{}' else array_remove(array[${differing}]::text[], null) end as columns
      from public.${table} l full join ${quoted(schema)}.${table} b on l.tenant = b.tenant and l.id = b.id
      where ($1::text is null or coalesce(l.tenant, b.tenant) = $1) and l is distinct from b`;
    const counts = await pool.query<{ what: string; n: number }>(`select what, count(*)::int as n from (${rows}) d group by 1`, [tenant ?? null]);
    const n = (what: string) => counts.rows.find((row) => row.what === what)?.n ?? 0;
    const sample = await pool.query<Difference['sample'][number]>(`select * from (${rows}) d order by 1, 2 limit ${MOST_SHOWN}`, [tenant ?? null]);
    found.push({ view: view.name, added: n('added'), changed: n('changed'), removed: n('removed'), sample: sample.rows });
  }
  return found;
}
