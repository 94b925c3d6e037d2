// What stands open in the hub's database: names to search by, clinical times, the live feed, mails that wait, sessions.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RESOURCE_KINDS } from '#domain/patient/messages.ts';
import { scoped } from '#infra/auth/scoped.ts';
import type { Pool } from '#infra/postgres/pool.ts';
import type { Progress } from '#infra/postgres/progress.ts';
import { VIEWS_GROUP } from '#projections/index.ts';
import { notYet, type Sink, type Target } from '../sink.ts';

/** `projector` sees all tenants' rows, so every statement names its tenant; `app` is the application. */
export type DatabaseDeps = { readonly projector: Pool; readonly app: Pool; readonly progress: Pick<Progress, 'waitFor'>; readonly mailFolder: string };
const PATIENCE_MS = 10_000;

/** Clinical times are all of a person that a view keeps in the clear. `pool` sees all tenants' rows. */
export async function removeTimes(pool: Pool, { tenant, persons, step }: Pick<Target, 'tenant' | 'persons' | 'step'>): Promise<number> {
  if (step !== 'destroy') return 0;
  const removing = 'delete from patient_timeline where tenant = $1 and patient_id = any($2::uuid[]) and kind = any($3)';
  return (await pool.query(removing, [tenant, persons, RESOURCE_KINDS])).rowCount ?? 0;
}

export function databaseSinks({ projector, app, progress, mailFolder }: DatabaseDeps): Sink[] {
  const affected = async (text: string, values: readonly unknown[]) => (await projector.query(text, values as unknown[])).rowCount ?? 0;
  /** The views have heard of it: what events take out of them is out. */
  const caughtUp = async ({ tenant, keysAt }: Target) => {
    if (!(await progress.waitFor(VIEWS_GROUP, keysAt, PATIENCE_MS, tenant))) throw notYet('The views');
  };

  return [
    {
      name: 'views',
      holds: 'rows of the views; clinical times stand open, all else is sealed',
      async erase(target) {
        await caughtUp(target);
        return { found: await removeTimes(projector, target) };
      },
    },
    {
      name: 'search',
      holds: 'digests a person is found by',
      async erase(target) {
        await caughtUp(target);
        const { rows } = await projector.query<{ n: number }>('select count(*)::int as n from search where tenant = $1 and id = any($2::uuid[])', [
          target.tenant,
          target.persons,
        ]);
        if (rows[0]!.n > 0) throw notYet('The search');
        return { found: 0 };
      },
    },
    {
      name: 'live-feed',
      holds: 'what happened to whom, by id; open screens are told by the erasure’s own events',
      async erase(target) {
        await caughtUp(target);
        const { tenant, persons } = target;
        const theirs = "(patient_id = any($2::uuid[]) and slice <> 'erasure' or slice = 'lead' and stream_id = any($3::text[]))";
        return { found: await affected(`delete from live_feed where tenant = $1 and ${theirs}`, [tenant, persons, persons]) };
      },
    },
    {
      name: 'mail',
      holds: 'mails that wait, and caught ones where no mail server is set',
      async erase({ tenant, persons }) {
        const gone = await scoped(app, 'app.mail', 'on', async (client) => {
          const deleting = 'delete from mails where tenant = $1 and member_id = any($2::uuid[]) returning id';
          return (await client.query<{ id: string }>(deleting, [tenant, persons])).rows;
        });
        for (const { id } of gone) await rm(join(mailFolder, `${id}.json`), { force: true });
        return { found: gone.length };
      },
    },
    {
      name: 'agents',
      holds: 'checkpoints and memory of agents: none is kept, each run begins with the log',
      async erase() {
        const { rows } = await projector.query<{ name: string }>(
          "select tablename as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema') and tablename ~ 'checkpoint_|checkpoints$|agent_memory|store_vectors'",
        );
        if (rows.length > 0) throw notYet(`Agents keep ${rows.map(({ name }) => name).join(', ')}, which nobody erases; they`);
        return { found: 0 };
      },
    },
    {
      name: 'documents',
      holds: 'files: the hub keeps none, only their digests and sealed names',
      async erase({ tenant, persons }) {
        const counting = "select count(*)::int as n from care_records where tenant = $1 and slice = 'document' and patient_id = any($2::uuid[])";
        return { found: (await projector.query<{ n: number }>(counting, [tenant, persons])).rows[0]!.n };
      },
    },
    {
      name: 'exports',
      holds: 'what was handed to agencies and auditors, who have to be told: see the recipients’ report',
      async erase({ tenant, persons }) {
        const counting =
          "select count(distinct reader_id)::int as n from disclosures where tenant = $1 and persons && $2::text[] and purpose in ('sharing', 'audit')";
        return { found: (await projector.query<{ n: number }>(counting, [tenant, persons])).rows[0]!.n };
      },
    },
  ];
}
