// Which rows a build that was cut off has written already, from its tables, so that it goes on as fast as it began.
import { keyOf } from '#projections/kernel/hot-rows.ts';
import type { Key } from '#projections/kernel/ports.ts';
import type { View } from '#projections/kernel/projection.ts';
import { quoted } from './build-tables.ts';
import { type Known, makeKnown } from './known.ts';
import { type Pool, transaction } from './pool.ts';
import { shapesOf } from './tables.ts';

const AT_ONCE = 10_000;

const keysIn = (pool: Pool, table: string): Promise<Known> =>
  transaction(pool, async (client) => {
    const known = makeKnown();
    await client.query(`declare keys no scroll cursor for select tenant, id::text as id from ${table}`);
    for (;;) {
      const { rows } = await client.query<Key>(`fetch ${AT_ONCE} from keys`);
      for (const row of rows) known.add(keyOf(row));
      if (rows.length < AT_ONCE) return known;
    }
  });

/** By the view's name. Nobody else may write to the tables any more. */
export async function rowsKnown(pool: Pool, schema: string, views: readonly View[]): Promise<Map<string, Known>> {
  const known = new Map<string, Known>();
  for (const [view, { name }] of shapesOf(views)) known.set(view, await keysIn(pool, `${quoted(schema)}.${quoted(name)}`));
  return known;
}
