// Who may write which partition. A lease lasts a few seconds of the server's clock and is renewed by a sign of life; taking a partition from
// somebody else raises its epoch, so what the one before still wants to write is refused. Each is one statement: a worker that is paused
// in the middle of it holds no lock.
import { PARTITIONS } from '#projections/kernel/partition.ts';
import type { Claim } from '#projections/kernel/ports.ts';
import type { WorkerState } from '#projections/kernel/progress-tables.ts';
import type { Pool } from './pool.ts';

/** Longer than a worker on a busy machine is silent, short enough to be taken over soon. */
export const LEASE_SECONDS = 5;
const LEASE = `interval '${LEASE_SECONDS} seconds'`;
/** A lease that lasts longer than leases do was given before the server's clock was put back. */
const FREE = `(owner is null or lease_until <= now() or lease_until > now() + 2 * ${LEASE})`;

const HOLD = `with me as (
    insert into workers ("group", worker, seen_at, state) values ($1, $2, now(), $3)
    on conflict ("group", worker) do update set seen_at = now(), state = coalesce(excluded.state, workers.state)
  ), others as (
    select count(*) as n from workers where "group" = $1 and worker <> $2 and seen_at between now() - ${LEASE} and now() + ${LEASE}
  ), share as (
    select ceil(${PARTITIONS}::numeric / (n + 1))::int as most from others
  ), kept as (
    select partition from partitions where "group" = $1 and owner = $2 order by partition limit (select most from share)
  ), taken as (
    select partition from partitions where "group" = $1 and owner is distinct from $2 and ${FREE}
    order by partition limit greatest(0, (select most from share) - (select count(*) from kept)) for update skip locked
  )
  update partitions p set owner = $2, lease_until = now() + ${LEASE}, epoch = epoch + (p.owner is distinct from $2)::int
  from (select partition from kept union all select partition from taken) mine
  where p."group" = $1 and p.partition = mine.partition and (p.owner = $2 or ${FREE.replaceAll(/owner|lease_until/g, (name) => `p.${name}`)})
  returning p.partition, p.epoch, p.position`;
const RELEASE = 'update partitions set owner = null, lease_until = null where "group" = $1 and owner = $2 and not partition = any($3)';
const LEAVE = 'delete from workers where "group" = $1 and (worker = $2 or seen_at < now() - interval \'1 hour\')';

type Found = { partition: number; epoch: bigint; position: bigint | null };

export async function hold(pool: Pool, group: string, worker: string, state?: WorkerState): Promise<Claim[]> {
  const { rows } = await pool.query<Found>(HOLD, [group, worker, state ? JSON.stringify(state) : null]);
  return rows.map(({ partition, epoch, position }) => ({ partition, epoch, position: position ?? undefined })).toSorted((a, b) => a.partition - b.partition);
}

export async function release(pool: Pool, group: string, worker: string, keep?: readonly number[]): Promise<void> {
  await pool.query(RELEASE, [group, worker, keep ?? []]);
  if (!keep) await pool.query(LEAVE, [group, worker]);
}
