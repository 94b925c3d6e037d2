// Takes over what hubs kept before there were partitions: one position for each view. Views that stood furthest go on from there, any other is
// built again.
import { PARTITIONS } from '#projections/kernel/partition.ts';
import { unforced } from './build-tables.ts';
import type { PoolClient } from './pool.ts';

const FURTHEST = '(select max(position) from checkpoints m where m."group" = c."group")';

/** Nothing when it was done before. `client` is the owner's. */
export async function adoptCheckpoints(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ old: string | null }>("select to_regclass('public.checkpoints') as old");
  if (rows[0]!.old === null) return;
  await client.query('begin');
  await unforced(client, ['checkpoints', 'partitions', 'view_versions'], async () => {
    await client.query(
      `insert into partitions ("group", partition, position, event_at) select "group", p, max(position), max(event_at)
       from checkpoints, generate_series(0, ${PARTITIONS - 1}) p where position is not null group by 1, 2 on conflict do nothing`,
    );
    await client.query(
      `insert into view_versions (view, "group", version) select view, "group", 1 from checkpoints c where position = ${FURTHEST} on conflict do nothing`,
    );
  });
  await client.query('drop table checkpoints');
  await client.query('commit');
}
