import { type Pool, transaction } from '#infra/postgres/pool.ts';

const SOME = "select tenant, id from erasures where status = 'under-way' and (keys is null or sinks @? '$[*] ? (!exists(@.at))') order by first limit 100";

/** Erasures of all tenants with something left to do now. `pool` signs in as the application. */
export const underWay = (pool: Pool): Promise<{ tenant: string; id: string }[]> =>
  transaction(pool, async (client) => {
    await client.query("select set_config('app.erasures', 'all', true)");
    return (await client.query<{ tenant: string; id: string }>(SOME)).rows;
  });

const SILENT = `
select h.id from patient_header h left join erasures e on e.tenant = h.tenant and e.id = h.id
where h.tenant = $1 and h.merged_into is null and h.updated_at < $2 and coalesce(e.run, 0) = 0
  and not exists(select from case_list c where c.tenant = h.tenant and c.patient_id = h.id and (c.updated_at >= $2 or c.status in ('active', 'onHold')))
order by h.registered limit 5000`;

/** Patients of whom nothing was recorded since `before`, who have no open case, and whom nobody erases. */
export const silentSince =
  (pool: Pool) =>
  (tenant: string, before: Date): Promise<string[]> =>
    transaction(pool, async (client) => {
      await client.query("select set_config('app.tenant_id', $1, true)", [tenant]);
      return (await client.query<{ id: string }>(SILENT, [tenant, before])).rows.map(({ id }) => id);
    });
