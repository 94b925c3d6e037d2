// The hub's API role alone, on its own engines and with the demo's logins: what a benchmark of commands loads.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startClickHouse } from '../../embedded/clickhouse/start.ts';
import { startEventStore } from '../../embedded/eventstore/start.ts';
import { keysUrl, startPostgres } from '../../embedded/postgres/start.ts';
import { startRole } from '../../main/role-process.ts';
import { freePort, type Login, signedIn } from '../../testing/hub.ts';
import type { Ask } from './load.ts';

type Api = Awaited<ReturnType<typeof startApi>>;
export type Caller = Awaited<ReturnType<Api['signIn']>>;

/** `env`: further settings, such as NODE_OPTIONS=--cpu-prof. Projections and agents do not run. */
export async function startApi(env: Record<string, string> = {}) {
  const data = mkdtempSync(join(tmpdir(), 'bench-http-'));
  const engines = await Promise.all([
    startEventStore({ data: join(data, 'eventstore') }),
    startPostgres({ data: join(data, 'postgres') }),
    startClickHouse({ data: join(data, 'clickhouse') }),
  ]);
  const [events, postgres, clickHouse] = engines;
  const port = await freePort();
  const all = {
    ...process.env,
    ...{ HUB_DATA: data, HUB_PORT: String(port), LOG_LEVEL: 'warn' },
    ...{ EVENTSTORE_URL: events.url, POSTGRES_URL: postgres.url, KEYS_URL: keysUrl(postgres.url), CLICKHOUSE_URL: clickHouse.url },
  };
  const setup = await startRole('setup', all, join(data, 'logs'));
  await setup.exited;
  const projections = await startRole('projections', all, join(data, 'logs')); // signing in reads a view
  const api = await startRole('api', { ...all, ...env }, join(data, 'logs'));
  const address = `http://127.0.0.1:${port}`;
  const { logins } = JSON.parse(readFileSync(join(data, 'demo.json'), 'utf8')) as { logins: Login[] };
  return {
    address,
    logins,
    /** The API, the event store and the database of keys: what a command uses. */
    pids: [api.pid, events.pid, postgres.pid],
    /** Signs in, when the views know the member. */
    signIn: async (role: string, tenant?: string) => {
      for (;;) {
        const caller = await signedIn({ address, logins }, role, tenant);
        if (caller.token) return caller;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    },
    /** From here on nothing but the API and the engines uses the cores. */
    alone: () => projections.stop(),
    /** p99 of the event loop's delay since the last call, milliseconds. */
    loopDelay: async () => {
      const text = await (await fetch(`${address}/hub/metrics`)).text();
      return 1000 * Number(/hub_event_loop_delay_seconds\{quantile="0.99"\} (\S+)/.exec(text)![1]);
    },
    stop: async () => {
      await Promise.all([api.stop(), projections.stop()]);
      await Promise.all(engines.map((engine) => engine.stop()));
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Cases for each of `connections`, opened over HTTP; each connection holds its cases one after the other, then resumes them. */
export async function holdAndResume({ json, token }: Caller, connections: number, each: number): Promise<Ask[][]> {
  const person = { name: { given: ['Bench'], family: 'Load' }, birthDate: '1980-01-01', sex: 'female' };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const ask = (id: string, word: string): Ask => ({ method: 'POST', path: `/api/cases/${id}/${word}`, body: '{"reason":"waiting for a report"}', headers });
  return Promise.all(
    Array.from({ length: connections }, async () => {
      const { body: patient } = await json<{ id: string }>('/api/patients', person);
      const ids: string[] = [];
      for (let i = 0; i < each; i += 1)
        ids.push((await json<{ id: string }>('/api/cases', { patientId: patient.id, procedure: { code: 'bench', text: 'Load' } })).body.id);
      return [...ids.map((id) => ask(id, 'hold')), ...ids.map((id) => ask(id, 'resume'))];
    }),
  );
}
