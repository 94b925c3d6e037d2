import { type Pool, transaction } from '#infra/postgres/pool.ts';

const SOME = "select tenant, id from erasures where status = 'under-way' and (keys is null or sinks @? '$[*] ? (!exists(@.at))') order by first limit 100";

/** Erasures of all tenants with something left to do now. `pool` signs in as the application. */
export const underWay = (pool: Pool): Promise<{ tenant: string; id: string }[]> =>
  transaction(pool, async (client) => {
    await client.query("select set_config('app.erasures', 'all', true)");
    return (await client.query<{ tenant: string; id: string }>(SOME)).rows;
  });
