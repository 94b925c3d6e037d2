// `hub projections`: how far each view is.
import { parseArgs } from 'node:util';
import { makePool } from '#infra/postgres/pool.ts';
import { viewsProgress } from '#infra/postgres/progress.ts';
import type { RoleConfig } from '../role.ts';

export async function list({ postgresUrl }: RoleConfig, args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } });
  const pool = makePool({ url: postgresUrl, max: 1, name: 'hub projections' });
  try {
    const rows = (await viewsProgress(pool)).map(({ view, version, position, parked }) => ({ view, version, position: position?.toString() ?? null, parked }));
    const line = (r: (typeof rows)[number]) => `  ${`${r.view}@${r.version}`.padEnd(28)} ${(r.position ?? 'none').padStart(14)}  parked ${r.parked}`;
    console.log(values.json ? JSON.stringify(rows) : rows.map(line).join('\n'));
    return rows.some((r) => r.parked > 0) ? 1 : 0;
  } finally {
    await pool.end();
  }
}
