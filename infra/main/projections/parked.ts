// `hub projections parked`, `replay` and `discard`: what views could not apply, and what somebody decides about it.
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { isRejection } from '#domain/kernel/decider.ts';
import { tenantSlug } from '#domain/kernel/envelope.ts';
import { randomUUID } from 'node:crypto';
import { type ProjectionCommand, projectionCommands } from '#domain/projection/messages.ts';
import { makePool } from '#infra/postgres/pool.ts';
import { parkedEvents } from '#infra/postgres/progress.ts';
import { projectionStream } from '#write-side/projection/routes.ts';
import { makeFoundation } from '../foundation.ts';
import type { RoleConfig } from '../role.ts';

async function found({ postgresUrl }: RoleConfig) {
  const pool = makePool({ url: postgresUrl, max: 1, name: 'hub projections' });
  return parkedEvents(pool).finally(() => pool.end());
}

export async function parked(config: RoleConfig, args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } });
  const rows = await found(config);
  const shown = rows.map((row) => ({ ...row, position: String(row.position) }));
  const lines = rows.map(
    (r) => `  ${r.view} ${r.eventId} ${r.tenant} ${r.stream}#${r.revision} ${r.type} at ${r.position}: ${r.cause}, tried ${r.attempts} times`,
  );
  console.log(values.json ? JSON.stringify(shown) : rows.length === 0 ? '  no event is parked' : lines.join('\n'));
  return rows.length === 0 ? 0 : 1;
}

const OPTIONS = { tenant: { type: 'string' }, reason: { type: 'string' } } as const;

async function decide(config: RoleConfig, type: ProjectionCommand['type'], args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  const [view, eventId] = positionals;
  const tenant = tenantSlug.safeParse(values.tenant);
  const data = projectionCommands[type].safeParse({ eventId, reason: values.reason });
  if (!view || !tenant.success || !data.success) return (console.error('hub: say which: VIEW EVENT --tenant T --reason WHY; see hub projections parked'), 2);
  const isThere = (await found(config)).some((row) => row.view === view && row.eventId === eventId && row.tenant === tenant.data);
  if (!isThere) return (console.error(`hub: ${view} has no parked event ${eventId} of ${tenant.data}; see hub projections parked`), 2);
  const base = makeFoundation({ ...config, logLevel: 'error' }, 'projections');
  try {
    const cause = { id: randomUUID(), actor: { id: `cli:${userInfo().username}`, kind: 'system', role: 'system' } as const, correlationId: randomUUID() };
    const outcome = await base.dispatch(projectionStream(tenant.data, view), { type, data: data.data }, cause);
    if (isRejection(outcome)) return (console.error(`hub: ${outcome.rejected}`), 1);
    console.log(`recorded at ${outcome.position}; the view obeys as soon as it is there`);
    return 0;
  } finally {
    await base.close();
  }
}
export const replay = (config: RoleConfig, args: string[]) => decide(config, 'ReplayParkedEvent', args);
export const discard = (config: RoleConfig, args: string[]) => decide(config, 'DiscardParkedEvent', args);
