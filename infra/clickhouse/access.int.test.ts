import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { Session } from 'chdb';
import * as assert from 'uvu/assert';
import type { HubError } from '#domain/kernel/errors.ts';
import { type Started, startClickHouse } from '#infra/embedded/clickhouse/start.ts';
import { temporaryFolder } from '#infra/testing/hub.ts';
import { spec } from '#infra/testing/spec.ts';
import { INNER_VIEWS, TENANT_TABLES } from '#projections/warehouse/schema.ts';
import { accessStatements, loginsFrom, UNPROTECTED } from './access.ts';
import { plant } from './gate/plant.ts';
import { makeWarehouseClient, type WarehouseClient } from './client.ts';
import { migrateWarehouse } from './migrate.ts';

/** A ClickHouse server with users, empty, whose user may manage access: `http://default:@host:8123`. */
const SERVER = process.env['CLICKHOUSE_TEST_URL'];

/** An engine that knows the names the statements refer to, but has no writable storage for what they make: its last word on a right statement. */
const NOWHERE_TO_KEEP = ['495', '514'];
const WRONG = [
  ['CREATE SETTINGS PROFILE mine SETTINGS max_execution_tim = 1', '115'],
  ["CREATE SETTINGS PROFILE mine SETTINGS max_threads = 'two'", '27'],
  ['CREATE ROW POLICY mine ON hub.events USING 1 AS RESTRICTIVE TO hub_analysts', '511'],
  ['CREATE USER OR REPLACE mine IDENTIFIED WITH sha256_hash BY', '62'],
] as const;
const USERS = `<clickhouse>
  <profiles><default/><hub_analyst/></profiles><quotas><default/></quotas>
  <roles><hub_analyst><grants><query>GRANT SHOW ON *.*</query></grants></hub_analyst></roles>
  <users>
    <default><password/><networks><ip>::/0</ip></networks><profile>default</profile><quota>default</quota><access_management>1</access_management></default>
    <hub_tenant_acme><password/></hub_tenant_acme><hub_tenant_birch><password/></hub_tenant_birch>
  </users>
</clickhouse>`;

/** The code of the engine's refusal of each statement, after it has been read, understood and found permitted. */
function refuse(folder: string, statements: readonly string[]): string[] {
  mkdirSync(`${folder}/store`, { recursive: true });
  writeFileSync(`${folder}/users.xml`, USERS);
  writeFileSync(`${folder}/config.xml`, `<clickhouse><users_config>${folder}/users.xml</users_config></clickhouse>`);
  const session = new Session(`${folder}/store`, { connectionArgs: [`--config-file=${folder}/config.xml`] });
  const codeOf = (statement: string): string => {
    try {
      session.query(statement);
      return 'done';
    } catch (error) {
      return /Code: (\d+)/.exec(String(error))?.[1] ?? String(error);
    }
  };
  try {
    return statements.map(codeOf);
  } finally {
    session.close();
  }
}

spec('access for analysts on a ClickHouse with users', (it, { setup, teardown }) => {
  const folder = temporaryFolder('access');
  const statements = accessStatements(['acme', 'birch'], loginsFrom(randomBytes(32)));
  let engine: Started;
  let client: WarehouseClient;
  setup(async () => {
    engine = await startClickHouse({ data: folder.path });
    await migrateWarehouse({ url: engine.url });
    client = makeWarehouseClient({ url: engine.url });
  });
  teardown(async () => {
    await client?.close();
    await engine?.stop();
    folder.remove();
  });

  it('the engine itself would carry out every statement, had it a place to keep users in; a wrong one it refuses for what is wrong', () => {
    const refused = refuse(`${folder.path}/users`, [...statements, ...WRONG.map(([statement]) => statement)]);
    assert.equal(
      refused.slice(0, statements.length).filter((code) => !NOWHERE_TO_KEEP.includes(code)),
      [],
    );
    assert.equal(
      refused.slice(statements.length),
      WRONG.map(([, code]) => code),
    );
  });
  it('every table with rows of tenants has a restrictive policy, a table without one is found, and none may be read without', async () => {
    const restricted = statements.flatMap((statement) => /hub_tenant ON hub\.(\w+) USING .* AS RESTRICTIVE TO hub_analyst$/.exec(statement)?.[1] ?? []);
    assert.equal(restricted.toSorted(), [...TENANT_TABLES].toSorted());
    const granted = statements.flatMap((statement) => /^GRANT SELECT ON hub\.(\S+) TO hub_analyst$/.exec(statement)?.[1] ?? []);
    assert.equal(
      granted.filter((name) => !restricted.includes(name)),
      INNER_VIEWS,
    ); // nothing that has no policy, and no wildcard
    const open = (await client.query<{ name: string }>(UNPROTECTED)).map(({ name }) => name); // this engine knows no such policies
    assert.equal(open.toSorted(), [...TENANT_TABLES].toSorted());
  });
  it(
    'on a server with users a tenant’s user reads its own rows alone, and no table is without a policy',
    async () => {
      const logins = loginsFrom(randomBytes(32));
      await migrateWarehouse({ url: SERVER! });
      const owner = makeWarehouseClient({ url: SERVER! });
      for (const statement of accessStatements(['acme', 'birch'], logins)) await owner.command(statement);
      assert.equal(await owner.query(UNPROTECTED), []);
      await plant(owner);
      for (const [tenant, rows] of [
        ['acme', '3'],
        ['birch', '777'],
      ] as const) {
        const url = Object.assign(new URL(SERVER!), logins(tenant)).href;
        const own = makeWarehouseClient({ url, database: 'analytics' });
        for (const table of ['cases', 'hub.case_facts', "merge('hub', '^case_facts$')"])
          assert.equal(await own.query(`SELECT count() AS n FROM ${table}`), [{ n: rows }], table);
        assert.is(await own.command('CREATE TABLE hub.mine (a UInt8) ENGINE = Memory').catch((error: HubError) => error.kind), 'bug');
        await own.close();
      }
      await owner.close();
    },
    SERVER ? {} : { unless: 'no CLICKHOUSE_TEST_URL' },
  );
  it('a tenant’s password is the same each time, another for each tenant, and never in the statements', () => {
    const loginOf = loginsFrom(Buffer.alloc(32, 7));
    assert.equal(loginOf('acme'), loginOf('acme'));
    assert.is.not(loginOf('acme').password, loginOf('birch').password);
    assert.not.ok(accessStatements(['acme'], loginOf).join().includes(loginOf('acme').password));
  });
});
