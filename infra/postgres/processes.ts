// How many processes of all tenants run, and which stand still: counts only, since whose they are stays with each tenant.
import { type Pool, transaction } from './pool.ts';

const COUNTS = `select process, count(*)::int as running, (count(*) filter (where stuck_at < $1))::int as stuck
  from processes where status = 'running' group by process order by process`;
type Count = { process: string; running: number; stuck: number };

/** `pool` signs in as the application. `stuck` names each process with how many of it stand still; absent when none does. */
export async function countProcesses(pool: Pool, now: Date): Promise<{ running: number; stuck?: string }> {
  const counts = await transaction(pool, async (client) => {
    await client.query("select set_config('app.processes', 'counted', true)");
    return (await client.query<Count>(COUNTS, [now])).rows;
  });
  const stuck = counts.filter((count) => count.stuck > 0).map((count) => `${count.process} ${count.stuck}`);
  return { running: counts.reduce((sum, { running }) => sum + running, 0), ...(stuck.length > 0 && { stuck: stuck.join(', ') }) };
}
