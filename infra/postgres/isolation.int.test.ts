// What PostgreSQL itself promises about tenants, whatever the application does.
import * as assert from 'uvu/assert';
import { FEED_VERSION, makeLedger } from '#projections/warehouse/index.ts';
import { LiveFeed } from '#projections/sockets/table.ts';
import { Member } from '#projections/members/table.ts';
import { PatientHeader } from '#projections/patient-header/table.ts';
import { spec } from '../testing/spec.ts';
import { passwords, startViewsHub, type ViewsHub } from '../testing/views-hub.ts';
import { migrateSessions } from '../auth/migrate-sessions.ts';
import { makeFeed, trimFeed } from './feed.ts';
import { migrate } from './migrate.ts';
import { asRole, makePool, type Pool, transaction } from './pool.ts';
import { makeReader } from './reader.ts';

const TENANTS = ['acme', 'globex', 'initech', 'umbrella'];
const PATIENTS = 25;
const uuid = (n: number) => `0190d0c0-0000-7000-8000-${String(n).padStart(12, '0')}`;
const EMAIL = 'ab'.repeat(16);

spec('isolation of tenants', (it, { setup, teardown }) => {
  let hub: ViewsHub;
  let owner: Pool;
  let app: Pool;
  let projector: Pool;
  setup(async () => {
    hub = await startViewsHub();
    owner = makePool({ url: hub.engine.url });
    await migrateSessions(owner);
    await makeLedger({ sql: owner, version: FEED_VERSION }).migrate();
    app = makePool({ url: hub.appUrl, max: 2 });
    projector = makePool({ url: asRole(hub.engine.url, 'hub_projector', passwords.projector), max: 2 });
    for (const tenant of TENANTS) {
      hub.log.write({ tenant, stream: `member-${uuid(1)}`, type: 'MemberInvited', data: { emailKey: EMAIL, email: `${tenant}@x.y`, name: tenant } });
      for (let n = 0; n < PATIENTS; n += 1)
        hub.log.write({ tenant, stream: `patient-${uuid(n)}`, type: 'PatientRegistered', data: { fingerprint: EMAIL, resource: { resourceType: 'Patient' } } });
    }
    assert.ok(await hub.level());
  });
  teardown(async () => {
    await Promise.all([owner.end(), app.end(), projector.end()]);
    await hub.stop();
  });

  const refused = async (work: Promise<unknown>): Promise<string | undefined> => {
    try {
      await work;
      return undefined;
    } catch (error) {
      const cause = (error as { cause?: { code?: string } }).cause ?? (error as { code?: string });
      return cause.code;
    }
  };
  const inTenant = <T>(pool: Pool, tenant: string, sql: string, values: unknown[] = []): Promise<T[]> =>
    transaction(pool, async (client) => {
      await client.query("select set_config('app.tenant_id', $1, true)", [tenant]);
      return (await client.query(sql, values)).rows as T[];
    });

  it('every table of the database forces row-level security and has a policy', async () => {
    const asked = `select relname as name, relrowsecurity and relforcerowsecurity as forced, exists (select from pg_policy where polrelid = c.oid) as ruled
      from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`;
    const { rows } = await owner.query<{ name: string; forced: boolean; ruled: boolean }>(asked);
    assert.ok(rows.length >= 13);
    assert.equal(
      rows.filter(({ forced, ruled }) => !forced || !ruled),
      [],
    );
  });

  it('neither role may pass the policies, own a table, or make roles', async () => {
    const { rows } = await owner.query(
      "select rolname, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as mighty, (select count(*)::int from pg_class where relowner = r.oid) as owns from pg_roles r where rolname like 'hub\\_%' order by 1",
    );
    assert.equal(
      rows.map(({ rolname, mighty, owns }) => [rolname, mighty, owns]),
      [
        ['hub_app', false, 0],
        ['hub_projector', false, 0],
      ],
    );
    assert.is(await refused(app.query('alter table patient_header no force row level security')), '42501');
    assert.is(await refused(app.query('create policy open on patient_header using (true)')), '42501');
    assert.is(await refused(app.query('set role hub_projector')), '42501');
    assert.is(await refused(app.query('create table mine (n int)')), '42501');
    assert.is(await refused(app.query('set row_security = off').then(() => app.query('select * from patient_header'))), '42501');
  });

  it('400 reads of mixed tenants at once over a pool of 4 leak nothing', async () => {
    const reader = makeReader({ url: hub.appUrl, max: 4 });
    let leaks = 0;
    let rows = 0;
    const read = async (n: number) => {
      const tenant = TENANTS[n % TENANTS.length]!;
      if (n % 7 === 0) await reader.within(tenant, () => Promise.reject(new Error('a failing request'))).catch(() => {});
      const found = await reader.within(tenant, (r) => r.find(PatientHeader, n % 2 ? {} : { id: uuid(n % PATIENTS) }));
      rows += found.length;
      leaks += found.filter((row) => row.tenant !== tenant).length;
      assert.is(found.length, n % 2 ? PATIENTS : 1);
    };
    for (let n = 0; n < 600; n += 60) await Promise.all(Array.from({ length: 60 }, (_, i) => read(n + i))); // more at once would wait too long for a connection
    assert.equal([leaks, rows], [0, 300 * PATIENTS + 300]);
    await reader.close();
  });

  it('without a tenant nothing is seen', async () => {
    for (const table of ['patient_header', 'patient_timeline', 'case_list', 'members', 'tenants', 'live_feed', 'parked_events', 'sessions'])
      assert.equal((await app.query(`select * from ${table}`)).rows, [], table);
    assert.equal(await inTenant(app, '', 'select * from patient_header'), []);
    assert.equal(await inTenant(app, 'nobody', 'select * from patient_header'), []);
  });

  it('a tenant ends with its transaction: the next user of the connection sees nothing', async () => {
    const one = makePool({ url: hub.appUrl, max: 1 });
    assert.is((await inTenant(one, 'acme', 'select * from patient_header')).length, PATIENTS);
    assert.equal((await one.query('select * from patient_header')).rows, []);
    await one.end();
  });

  it('naming another tenant in a condition finds nothing', async () => {
    assert.equal(await inTenant(app, 'acme', "select * from patient_header where tenant = 'globex'"), []);
    const reader = makeReader({ url: hub.appUrl });
    assert.equal(await reader.within('acme', (rows) => rows.find(PatientHeader, { tenant: 'globex' })), []);
    await reader.close();
  });

  it('the application cannot write views, of its own tenant or another', async () => {
    for (const sql of [
      "insert into tenants (tenant, id, name, kind, locale, timezone, status, registered_at, revision, position) values ('globex', 'x', 'x', 'clinic', 'tr', 'UTC', 'active', now(), 0, 1)",
      "update patient_header set tenant = 'globex'",
      'delete from patient_timeline',
      'truncate case_list',
      'update partitions set position = 0',
    ])
      assert.is(await refused(inTenant(app, 'acme', sql)), '42501', sql);
  });

  it('even a role that may write tables of the application cannot write for another tenant', async () => {
    await owner.query(
      'create table notes (tenant text not null, words text); alter table notes enable row level security; alter table notes force row level security; grant select, insert, update on notes to hub_app',
    );
    await owner.query("create policy own on notes using (tenant = nullif(current_setting('app.tenant_id', true), ''))");
    await inTenant(app, 'acme', "insert into notes values ('acme', 'ours')");
    assert.is(await refused(inTenant(app, 'acme', "insert into notes values ('globex', 'theirs')")), '42501');
    assert.is(await refused(inTenant(app, 'acme', "update notes set tenant = 'globex'")), '42501');
    await owner.query('drop table notes');
  });

  it('sign-in sees the members with that e-mail in all tenants, and nothing else', async () => {
    const reader = makeReader({ url: hub.appUrl });
    const found = await reader.signingIn(EMAIL, async (rows) => [
      await rows.find(Member, {}),
      await rows.find(PatientHeader, {}),
      await rows.find(LiveFeed, {}),
    ]);
    assert.equal(
      found.map((rows) => rows.length),
      [TENANTS.length, 0, 0],
    );
    assert.equal(await reader.signingIn('cd'.repeat(16), (rows) => rows.find(Member, {})), []);
    await reader.close();
  });

  it('the live feed is read for all tenants or for one, and trimmed to its length', async () => {
    const feed = makeFeed(app);
    const { rows: all, marks } = await feed.after(new Map());
    assert.is(all.length, TENANTS.length * (PATIENTS + 1));
    assert.ok((await feed.of('acme', 0n)).every((event) => event.tenant === 'acme'));
    assert.equal((await feed.after(marks)).rows, []);
    const first = await feed.after(new Map(), 2);
    assert.equal(
      (await feed.after(first.marks, 2)).rows.map((event) => event.position),
      [all[2]!.position, all[3]!.position],
    );
    await trimFeed(projector, { hours: 1_000_000, most: 10 });
    assert.equal([(await feed.after(new Map())).rows.length, await feed.span()], [10, { oldest: all.at(-10)!.position, newest: all.at(-1)!.position }]);
  });

  it('migrating again changes nothing, from several processes at once', async () => {
    const again = await Promise.all([1, 2, 3].map(() => migrate({ url: hub.engine.url, passwords })));
    assert.equal(again, ['', '', '']);
    assert.is((await inTenant(app, 'acme', 'select * from patient_header')).length, PATIENTS);
  });

  it('new passwords shut out the old ones', async () => {
    await migrate({ url: hub.engine.url, passwords: { ...passwords, app: 'another' } });
    const old = makePool({ url: hub.appUrl, max: 1 });
    const fresh = makePool({ url: asRole(hub.engine.url, 'hub_app', 'another'), max: 1 });
    assert.is(await refused(old.query('select 1')), '28P01');
    assert.is((await fresh.query('select 1')).rowCount, 1);
    await Promise.all([old.end(), fresh.end()]);
  });
});
