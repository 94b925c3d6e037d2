// Analysts' statements on the warehouse: through the gate, then read-only, within limits and behind the policies of one tenant.
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { ClickHouseLogLevel, type ClickHouseClient, createClient } from '@clickhouse/client';
import { HubError } from '#domain/kernel/errors.ts';
import { ANALYTICS } from '#projections/warehouse/analytics/view.ts';
import type { Analyst, Format, Limits, Question } from '#read-side/analytics/ports.ts';
import { admit, escaped, type Params, type Parse } from './gate/gate.ts';
import { cancelled, faultOf } from './gate/faults.ts';

/** The engine's name of each format, and its media type. */
const FORMATS: Readonly<Record<Format, readonly [name: string, type: string]>> = {
  json: ['JSONCompact', 'application/json; charset=utf-8'],
  ndjson: ['JSONEachRow', 'application/x-ndjson; charset=utf-8'],
  csv: ['CSVWithNames', 'text/csv; charset=utf-8'],
  parquet: ['Parquet', 'application/vnd.apache.parquet'],
};

/** A user of a real ClickHouse whose rows are those of the tenant; absent where the engine knows no users. */
export type LoginOf = (tenant: string) => { username: string; password: string };
export type AnalystDeps = { readonly url: string; readonly loginOf?: LoginOf; readonly running?: number; readonly waiting?: number };
/** As ClickHouse's HTTP interface asks: parameters escaped already, formats by the engine's names. */
export type RawQuestion = Omit<Question, 'params'> & { readonly params: Params };
export type AnalystEngine = Analyst & {
  /** `format` holds unless the statement names one itself. */
  askRaw(question: RawQuestion, format: string): Promise<{ format: string; body: Readable }>;
  close(): Promise<void>;
};

/** Settings that the session cannot change any more once it is read-only. */
const settingsOf = (tenant: string, { seconds, rows, bytes }: Limits, hasUser: boolean) => ({
  log_comment: tenant, // the row policies of the embedded engine stand on it
  max_execution_time: seconds,
  max_result_rows: String(rows),
  max_result_bytes: String(bytes),
  result_overflow_mode: 'throw' as const,
  timeout_overflow_mode: 'throw' as const,
  max_rows_to_read: '200000000',
  max_memory_usage: '1000000000',
  max_threads: 2,
  max_subquery_depth: '20',
  max_ast_elements: '5000',
  output_format_json_quote_64bit_integers: 1 as const,
  cancel_http_readonly_queries_on_client_close: 1 as const,
  ...(hasUser ? {} : { readonly: '1' }), // a user of its own is read-only already, and may not change that
});

const asParams = (params: Question['params']): Params => Object.fromEntries(Object.entries(params).map(([name, value]) => [name, escaped(String(value))]));
const named = (params: Params) => Object.fromEntries(Object.entries(params).map(([name, value]) => [`param_${name}`, value]));

/** At most `running` statements at once over all tenants, and one tenant never takes the last place but one. */
function makePlaces(running: number, waiting: number) {
  const held = new Map<string, number>();
  const total = () => [...held.values()].reduce((sum, n) => sum + n, 0);
  const queue: (() => void)[] = [];
  const mayEnter = (tenant: string) => total() < running && (held.get(tenant) ?? 0) < Math.max(1, running - 1);
  return {
    async enter(tenant: string, signal?: AbortSignal): Promise<() => void> {
      while (!mayEnter(tenant)) {
        if (queue.length >= waiting)
          throw new HubError('too-many', 'analytics.busy', 'Too many queries are waiting; ask again.', { detail: { retryAfter: 5 } });
        await new Promise<void>((resolve) => queue.push(resolve));
        if (signal?.aborted) throw cancelled();
      }
      held.set(tenant, (held.get(tenant) ?? 0) + 1);
      let left = false;
      return () => {
        if (left) return;
        left = true;
        const rest = (held.get(tenant) ?? 1) - 1;
        if (rest > 0) held.set(tenant, rest);
        else held.delete(tenant);
        for (const wake of queue.splice(0)) wake(); // each looks again for itself
      };
    },
  };
}

export function makeAnalyst({ url, loginOf, running = 3, waiting = 50 }: AnalystDeps): AnalystEngine {
  const clients = new Map<string, ClickHouseClient>();
  const places = makePlaces(running, waiting);
  const open = (login?: ReturnType<LoginOf>) =>
    createClient({ url, database: ANALYTICS, ...login, request_timeout: 320_000, max_open_connections: 8, log: { level: ClickHouseLogLevel.OFF } });
  const common = open();
  const clientOf = (tenant: string): ClickHouseClient => {
    if (!loginOf) return common;
    const known = clients.get(tenant) ?? open(loginOf(tenant));
    clients.set(tenant, known);
    return known;
  };

  /** Reads no table: it writes a statement anew and shows its tree. */
  const parse: Parse = async (query, params) => {
    const settings: Record<string, string> = { ...named(params), default_format: 'TSVRaw', readonly: '1', max_execution_time: '5', log_comment: 'parse' };
    try {
      const { stream } = await common.exec({ query, clickhouse_settings: settings });
      return await text(stream as Readable);
    } catch (error) {
      throw faultOf(error);
    }
  };

  async function askRaw({ id, tenant, sql, params, limits, signal }: RawQuestion, format: string) {
    if (!/^[a-z0-9]{2,32}$/.test(tenant)) throw new HubError('bug', 'hub.bug', 'an analyst without a tenant');
    const admitted = await admit(parse, sql, params);
    const chosen = admitted.format ?? format;
    const leave = await places.enter(tenant, signal);
    try {
      if (signal?.aborted) throw cancelled(); // the client hears of an abort only while it waits
      const { stream } = await clientOf(tenant).exec({
        query: `${admitted.sql}\nFORMAT ${chosen}`,
        query_id: id,
        abort_signal: signal,
        clickhouse_settings: { ...named(params), ...settingsOf(tenant, limits, loginOf !== undefined) },
      });
      const body = stream as Readable;
      body.once('close', leave).once('end', leave).once('error', leave);
      return { format: chosen, body };
    } catch (error) {
      leave();
      throw faultOf(error, signal);
    }
  }
  return {
    askRaw,
    async ask(question, format) {
      const [name, type] = FORMATS[format];
      const reply = await askRaw({ ...question, params: asParams(question.params) }, name);
      if (reply.format !== name)
        throw (reply.body.destroy(), new HubError('invalid', 'analytics.refused', 'The query is refused: the format is chosen beside it.'));
      return { type, body: reply.body };
    },
    close: async () => void (await Promise.all([common, ...clients.values()].map((client) => client.close()))),
  };
}
