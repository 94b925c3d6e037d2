// A page of a list costs no more among many rows than among few: PostgreSQL reads it from an index, in the order that was asked for.
import { Client, type QueryConfig } from 'pg';
import { z } from 'zod';
import * as assert from 'uvu/assert';
import { ROLES } from '#domain/kernel/roles.ts';
import type { Route } from '#domain/kernel/route.ts';
import { makePool } from '#infra/postgres/pool.ts';
import { spec } from '#infra/testing/spec.ts';
import { startViewsHub, type ViewsHub } from '#infra/testing/views-hub.ts';

type Plan = { readonly 'Node Type': string; readonly 'Relation Name'?: string; readonly 'Plan Rows': number; readonly Plans?: readonly Plan[] };
type Asked = { readonly path: string; readonly text: string; readonly values: unknown[] };
const ROWS = 4000;
const PAGE = 51;
/** Not of views. */
const OTHERS = ['partitions', 'workers', 'view_versions', 'parked_events'];
const ID = '0190d0c0-0000-7000-8000-000000000001';
const fieldsOf = (schema: unknown): string[] => Object.keys((schema as { shape?: object } | undefined)?.shape ?? {});
const isList = ({ method, query, answers }: Route) =>
  method === 'get' && fieldsOf(query).includes('cursor') && fieldsOf(answers[200]?.schema).includes('items');

/** A value of row `i`: half of all rows are the tenant's that asks, and what can be filtered by has a handful of values. */
type Column = { readonly name: string; readonly type: string; readonly key: boolean; readonly nullable: boolean };
function valueOf({ name, type, key, nullable }: Column): string {
  if (nullable) return `case when i % 3 = 0 then ${valueOf({ name, type, key, nullable: false })} end::${type}`;
  if (name === 'tenant') return "case when i % 2 = 0 then 'acme' else 't' || i % 40 end";
  if (type.endsWith('[]')) return "'{}'";
  if (type === 'uuid') return 'gen_random_uuid()';
  if (type.startsWith('timestamp')) return "now() - i * interval '1 minute'";
  if (type === 'jsonb') return "'[]'";
  if (type === 'boolean') return 'i % 2 = 0';
  return type === 'text' ? `'${name}' || i${key ? '' : ' % 7'}` : 'i';
}

async function fill(hub: ViewsHub): Promise<void> {
  const pool = makePool({ url: hub.engine.url, max: 1 });
  const { rows: tables } = await pool.query<{ name: string }>("select tablename as name from pg_tables where schemaname = 'public'");
  for (const { name } of tables.filter((table) => !OTHERS.includes(table.name))) {
    const { rows: columns } = await pool.query<Column>(
      `select a.attname as name, format_type(a.atttypid, null) as type, coalesce(a.attnum = any(k.conkey), false) as key, not a.attnotnull as nullable
       from pg_attribute a left join pg_constraint k on k.conrelid = a.attrelid and k.contype = 'p' where a.attrelid = $1::regclass and a.attnum > 0`,
      [`public."${name}"`],
    );
    const list = columns.map((column) => `"${column.name}"`).join(', ');
    const values = columns.map((column) => valueOf(column)).join(', ');
    await pool.query(`insert into "${name}" (${list}) select ${values} from generate_series(1, ${ROWS}) i`);
  }
  await pool.query('analyze');
  await pool.end();
}

/** The list as it is, and by each of its filters that takes a word of few or an id. */
function waysOf({ path, query }: Route): string[] {
  const at = path.replaceAll('{slice}', 'case').replaceAll(/\{\w+\}/g, ID);
  const { properties = {} } = z.toJSONSchema(query!, { unrepresentable: 'any', io: 'input' }) as {
    properties?: Record<string, { enum?: string[]; format?: string }>;
  };
  const filters = Object.entries(properties).flatMap(([name, { enum: words, format }]) => (words ? [[name, words[0]]] : format === 'uuid' ? [[name, ID]] : []));
  return [at, ...filters.map(([name, value]) => `${at}?${name}=${value}`)];
}

/** What a list asks, by the statements that leave for the server. */
async function askedBy(hub: ViewsHub, lists: readonly Route[]): Promise<Asked[]> {
  const asked: Asked[] = [];
  const { query } = Client.prototype;
  let path = '';
  Client.prototype.query = function (this: Client, ...given: unknown[]) {
    const [what, values] = given as [string | QueryConfig, unknown[] | undefined];
    const text = typeof what === 'string' ? what : what.text;
    if (path && this.user === 'hub_app' && /^\s*(select|with)\b/i.test(text) && /\b(from)\b/i.test(text) && /limit/i.test(text))
      asked.push({ path, text, values: values ?? (what as QueryConfig).values ?? [] });
    return (query as (...all: unknown[]) => unknown).apply(this, given);
  } as typeof query;
  try {
    for (const way of lists.flatMap(waysOf)) {
      path = way;
      // More than once, as the first may find no connection in time.
      for (let tries = 0; tries < 5 && asked.at(-1)?.path !== way; tries += 1) await hub.get({ roles: [...ROLES] }, way).catch(() => undefined); // rows that nobody wrote are no answers; what was asked is what counts
    }
  } finally {
    Client.prototype.query = query;
  }
  return asked;
}

/** The same question for a word that a seventh of the rows has: the planner knows that nobody has the real one here. */
const asCommon = (text: string) =>
  text.replaceAll(/"(\w+)" (?:= '[^']*'|in \('[^)]*\))/g, (whole, column: string) =>
    column === 'tenant' || whole.includes(ID) ? whole : `"${column}" = '${column}3'`,
  );

const isSlow = ({ 'Node Type': type, 'Plan Rows': rows }: Plan) => type === 'Seq Scan' || (type === 'Sort' && rows > PAGE);
const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

spec('lists among many rows', (it, { setup, teardown }) => {
  let hub: ViewsHub;
  setup(async () => {
    hub = await startViewsHub();
    await fill(hub);
  });
  teardown(() => hub.stop());

  it('every list, by each of its filters, is read from an index: no table is read whole, and no more than a page is sorted', async () => {
    const lists = hub.routes.filter(isList);
    const asked = await askedBy(hub, lists);
    const pool = makePool({ url: hub.appUrl, max: 1 });
    const client = await pool.connect();
    const slow: string[] = [];
    for (const { path, text, values } of asked) {
      await client.query("begin; set local app.tenant_id = 'acme'; set local enable_sort = off"); // a sort that remains has no index to do without it
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`explain (format json) ${asCommon(text)}`, values);
      await client.query('rollback');
      const bad = nodes(rows[0]!['QUERY PLAN'][0].Plan).filter(isSlow);
      if (bad.length > 0)
        slow.push(`${path}: ${bad.map((node) => `${node['Node Type']} ${node['Relation Name'] ?? ''} ${node['Plan Rows']}`).join(', ')} in ${text}`);
    }
    client.release();
    await pool.end();
    const silent = lists.flatMap(waysOf).filter((way) => !asked.some(({ path }) => path === way));
    assert.equal({ slow, silent }, { slow: [], silent: [] });
  });
});
