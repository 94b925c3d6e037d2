// Which process has told the log that which device is here. A process that dies cannot take that back; the others find it in this book.
import type { PoolClient } from 'pg';
import { type Pool, transaction } from '../postgres/pool.ts';
import type { DeviceId, PresenceBook } from './presence.ts';

const LOCK = 0x5e5511;
/** A process that has not said for this long that it lives is dead, or as good as. */
export const DEAD_MS = 60_000;
const STATEMENTS = [
  'create table if not exists live_processes (process uuid primary key, seen_at timestamptz not null)',
  `create table if not exists device_connections (
     process uuid not null, tenant text not null, device uuid not null, connection text not null, primary key (process, tenant, device))`,
  ...['live_processes', 'device_connections'].flatMap((table) => [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `drop policy if exists feed on ${table}`,
    `create policy feed on ${table} using (current_setting('app.feed', true) = 'all')`,
  ]),
];

/** Creates the tables or changes nothing. `owner` connects as the database's owner; `role` is the application's. */
export async function migrateConnections(owner: Pool, role = 'hub_app'): Promise<void> {
  if (!/^[a-z_]+$/.test(role)) throw new Error(`${role} is not a role name`);
  await transaction(owner, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    for (const statement of STATEMENTS) await client.query(statement);
    await client.query(`grant select, insert, update, delete on live_processes, device_connections to ${role}`);
  });
}

export type Left = { readonly process: string; readonly device: DeviceId; readonly connection: string };
export type ConnectionBook = PresenceBook & {
  /** This process lives. */
  beat(): Promise<void>;
  /** Up to `most` connections that processes left when they died. */
  left(most: number): Promise<readonly Left[]>;
  /** They were taken back. */
  settle(left: Left): Promise<void>;
};

/** `process` is this process, named anew at each start. */
export function makeConnectionBook(pool: Pool, process: string, deadMs = DEAD_MS): ConnectionBook {
  const within = <T>(work: (client: PoolClient) => Promise<T>): Promise<T> =>
    transaction(pool, async (client) => {
      await client.query(`select set_config('app.feed', 'all', true)`);
      return work(client);
    });
  const run = (text: string, values: unknown[]) => within(async (client) => void (await client.query(text, values)));
  const remove = (from: string, { tenant, id }: DeviceId, connection?: string) =>
    run('delete from device_connections where process = $1 and tenant = $2 and device = $3 and connection = coalesce($4, connection)', [
      from,
      tenant,
      id,
      connection ?? null,
    ]);
  return {
    note: ({ tenant, id }, connection) =>
      run(
        `insert into device_connections (process, tenant, device, connection) values ($1, $2, $3, $4)
         on conflict (process, tenant, device) do update set connection = excluded.connection`,
        [process, tenant, id, connection],
      ),
    forget: (device) => remove(process, device),
    beat: () =>
      run('insert into live_processes values ($1, now()) on conflict (process) do update set seen_at = now()', [process]).then(() =>
        run(
          `delete from live_processes p where seen_at < now() - interval '1 day' and not exists (select from device_connections c where c.process = p.process)`,
          [],
        ),
      ),
    left: (most) =>
      within(async (client) => {
        const { rows } = await client.query<{ process: string; tenant: string; device: string; connection: string }>(
          `select c.* from device_connections c left join live_processes p using (process)
           where c.process <> $1 and (p.seen_at is null or p.seen_at < now() - make_interval(secs => $2)) limit $3`,
          [process, deadMs / 1000, most],
        );
        return rows.map(({ tenant, device, ...rest }) => ({ process: rest.process, connection: rest.connection, device: { tenant, id: device } }));
      }),
    settle: ({ process: dead, device, connection }) => remove(dead, device, connection),
  };
}
