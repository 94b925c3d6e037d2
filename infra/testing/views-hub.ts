// PostgreSQL with all views over a log in memory, and the queries on it: for tests of the read side.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Recorded } from '../../domain/kernel/envelope.ts';
import type { LogReader, StreamReader } from '../../domain/kernel/event-store.ts';
import type { Role } from '../../domain/kernel/roles.ts';
import { rightsOf } from '../../domain/kernel/roles.ts';
import type { Principal, Route, RouteRequest } from '../../domain/kernel/route.ts';
import type { TenantDigest } from '../../domain/kernel/sealing.ts';
import { VIEWS_GROUP, views } from '../../projections/index.ts';
import { startRunner } from '../../projections/kernel/runner.ts';
import { makeCursors, readRoutes } from '../../read-side/index.ts';
import { startPostgres } from '../embedded/postgres/start.ts';
import { migrate } from '../postgres/migrate.ts';
import { asRole, makePool } from '../postgres/pool.ts';
import { makeProgress } from '../postgres/progress.ts';
import { makeReader } from '../postgres/reader.ts';
import { makeViewStore } from '../postgres/view-store.ts';
import { makeLog, openSealed, staff } from './views.ts';

export const passwords = { app: 'app-password', projector: 'projector-password' };

const streamsOf = (events: readonly Recorded[]): StreamReader => ({
  async *read({ tenant, slice, id }, { from = 0, to = Number.POSITIVE_INFINITY } = {}) {
    for (const event of events) {
      const { stream, revision } = event;
      if (stream.tenant === tenant && stream.slice === slice && stream.id === id && revision >= from && revision <= to) yield event;
    }
  },
});

/** Follows a growing list like the real log: from a place, in batches, then live, which it says once. */
export const following = (events: readonly Recorded[]): Pick<LogReader, 'follow'> & StreamReader => ({
  ...streamsOf(events),
  async *follow({ after = -1n, size = 500, tenant, signal }) {
    let [from, live] = [after, false];
    while (!signal.aborted) {
      const next = events.filter((event) => event.position > from && (tenant === undefined || event.meta.tenant === tenant)).slice(0, size);
      const wasLive = live;
      live = next.length < size;
      from = (live ? events : next).at(-1)?.position ?? from;
      if (next.length > 0 || (live && !wasLive && from >= 0n)) yield { events: next, position: from, live };
      else await sleep(5);
    }
  },
});
export type Asker = { tenant?: string; roles: readonly Role[]; memberId?: string; patientId?: string };
const principal = ({ tenant = 'acme', roles, memberId = staff.id, patientId }: Asker): Principal => ({
  tenant,
  memberId,
  roles,
  rights: rightsOf(roles),
  patientId,
  session: 'test',
});

/** Calls a GET route like the HTTP layer: role, query and answer are checked by what the route declares. */
async function call(routes: readonly Route[], asker: Asker, path: string, headers: Record<string, string> = {}): Promise<unknown> {
  const url = new URL(path, 'http://hub');
  const pattern = (route: Route) => new RegExp(`^${route.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
  const found = routes.find((route) => pattern(route).test(url.pathname));
  if (!found) throw new Error(`no route ${url.pathname}`);
  if (Array.isArray(found.roles) && !asker.roles.some((role) => found.roles.includes(role))) return 'forbidden';
  const request = {
    who: principal(asker),
    actor: staff,
    open: openSealed,
    params: found.params?.parse(pattern(found).exec(url.pathname)!.groups),
    query: found.query?.parse(Object.fromEntries(url.searchParams)),
    headers,
    correlationId: 'test',
    commandId: 'test',
    body: undefined,
  };
  try {
    const { body } = await found.handle(request as RouteRequest as never);
    const sent: unknown = JSON.parse(JSON.stringify(body));
    found.answers[200]!.schema!.parse(sent);
    return sent;
  } catch (error) {
    const { kind, code } = error as { kind?: string; code?: string };
    if (kind && code) return `${kind} ${code}`;
    throw error;
  }
}

export const tenantDigest: TenantDigest = async (tenant, purpose, input) => createHash('sha256').update(`${tenant} ${purpose} ${input}`).digest('hex');

/** Started by the first call of `start`; write to `log`, then `level()`, then `get`. */
export async function startViewsHub() {
  const data = mkdtempSync(join(tmpdir(), 'hub-read-'));
  const engine = await startPostgres({ data: join(data, 'pg') });
  await migrate({ url: engine.url, passwords });
  const appUrl = asRole(engine.url, 'hub_app', passwords.app);
  const log = makeLog();
  const store = makeViewStore({ url: asRole(engine.url, 'hub_projector', passwords.projector), views });
  const runner = startRunner({ group: VIEWS_GROUP, views, log: following(log.events), store, open: openSealed, now: () => new Date() });
  const pool = makePool({ url: appUrl });
  const progress = makeProgress({ url: appUrl, pool });
  const reader = makeReader({ url: appUrl });
  const head = async () => log.events.at(-1)?.position;
  const cursors = makeCursors(Buffer.from('cursor key'));
  const routes = readRoutes({ reader, cursors, tenantDigest, streams: streamsOf(log.events), progress, head, now: () => new Date() });
  return {
    log,
    progress,
    reader,
    appUrl,
    engine,
    routes,
    get: <T = Record<string, never>>(asker: Asker, path: string, headers?: Record<string, string>) => call(routes, asker, path, headers) as Promise<T>,
    level: () => progress.waitFor(VIEWS_GROUP, log.events.at(-1)!.position, 10_000),
    stop: async () => {
      await runner.stop();
      await Promise.all([store.close(), progress.close(), reader.close()]);
      await pool.end();
      await engine.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
export type ViewsHub = Awaited<ReturnType<typeof startViewsHub>>;
