// How long the scope of a breach takes over a year of disclosures, beside a bare read of the same rows.
//   node infra/bench/reports.ts [disclosures]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../embedded/postgres/start.ts';
import { migrate } from '../postgres/migrate.ts';
import { asRole, makePool, transaction } from '../postgres/pool.ts';
import { makeReader } from '../postgres/reader.ts';
import { breachScopeRoute } from '../../read-side/report/breach-scope.ts';
import type { ReadDeps } from '../../read-side/index.ts';
import type { RouteRequest } from '../../domain/kernel/route.ts';
import { passwords } from '../testing/views-hub.ts';

const ROWS = Number(process.argv[2] ?? 730_000); // two thousand a day
const [PATIENTS, READERS] = [20_000, 40];
const uuid = (n: string) => `('00000000-0000-7000-8000-' || lpad((${n})::text, 12, '0'))`;
/** Each row shows five people, as a page of a list does. */
const FILL = `insert into disclosures (tenant, id, at, reader_id, reader_kind, reader_role, purpose, route, correlation, persons, shown, withheld, position)
  select 'bench', ${uuid('n')}::uuid, now() - n * interval '43 seconds', ${uuid(`n % ${READERS}`)}, 'staff', 'nurse', 'treatment', 'get /api/patients', 'c',
    array(select ${uuid(`(n * 7 + k) % ${PATIENTS}`)} from generate_series(1, 5) k),
    (select jsonb_agg(jsonb_build_object('id', ${uuid(`(n * 7 + k) % ${PATIENTS}`)}, 'fields', '["resource"]'::jsonb, 'health', true)) from generate_series(1, 5) k),
    '{}', ${ROWS} - n from generate_series(1, ${ROWS}) n`;

const data = mkdtempSync(join(tmpdir(), 'hub-bench-'));
const engine = await startPostgres({ data: join(data, 'pg') });
await migrate({ url: engine.url, passwords });
const projector = makePool({ url: asRole(engine.url, 'hub_projector', passwords.projector) });
await projector.query(FILL);
await projector.end();
const app = makePool({ url: asRole(engine.url, 'hub_app', passwords.app) });
const reader = makeReader({ url: asRole(engine.url, 'hub_app', passwords.app) });
const route = breachScopeRoute({ reader, now: () => new Date() } as unknown as ReadDeps);

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
async function scope(query: object): Promise<{ persons: number; disclosures: number }> {
  const { body } = await route.handle({ who: { tenant: 'bench' }, query } as unknown as RouteRequest<never, never, never>);
  return body as { persons: number; disclosures: number };
}
let found = { persons: 0, disclosures: 0 };
const bare = await seconds(() =>
  transaction(app, async (client) => {
    await client.query("select set_config('app.tenant_id', 'bench', true)");
    await client.query('select id, at, reader_id, shown from disclosures');
  }),
);
const all = await seconds(async () => (found = await scope({})));
const memory = process.memoryUsage.rss() / 2 ** 20;
const one = await seconds(() => scope({ readerId: '00000000-0000-7000-8000-000000000007' }));
console.log(`${ROWS} disclosures of a year, ${found.persons} persons; ${found.disclosures} read`);
console.log(
  `everybody: ${all.toFixed(1)} s, ${(all / bare).toFixed(2)} of a bare read of the rows (${bare.toFixed(1)} s); one account: ${one.toFixed(2)} s; ${memory.toFixed(0)} MB`,
);
await reader.close();
await app.end();
await engine.stop();
rmSync(data, { recursive: true, force: true });
