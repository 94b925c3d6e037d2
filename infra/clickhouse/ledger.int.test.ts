import * as assert from 'uvu/assert';
import { type Running, startPostgres } from '#infra/embedded/postgres/start.ts';
import { asRole, makePool, type Pool } from '#infra/postgres/pool.ts';
import { temporaryFolder } from '#infra/testing/hub.ts';
import { spec } from '#infra/testing/spec.ts';
import { makeLedger } from '#projections/warehouse/index.ts';

spec('ledger of the warehouse in PostgreSQL', (it, { setup, teardown }) => {
  const folder = temporaryFolder('ledger');
  let postgres: Running;
  let owner: Pool;
  const as = (role: string) => makePool({ url: asRole(postgres.url, role, 'secret'), max: 2 });
  setup(async () => {
    postgres = await startPostgres({ data: folder.path });
    owner = makePool({ url: postgres.url });
    for (const role of ['hub_projector', 'hub_app'])
      await owner.query(`create role ${role} login password 'secret' nosuperuser nobypassrls; grant usage on schema public to ${role}`);
    for (let i = 0; i < 2; i += 1) await makeLedger({ sql: owner, version: 1 }).migrate();
  });
  teardown(async () => {
    await owner?.end();
    await postgres?.stop();
    folder.remove();
  });

  it('a part of the log is cut once, whoever else tries, and also from a start that lies behind', async () => {
    const ledger = makeLedger({ sql: owner, version: 1 });
    const tries = await Promise.all(Array.from({ length: 8 }, (_, i) => ledger.cut({ upTo: BigInt(10 + i), events: 3 })));
    assert.is(tries.filter(Boolean).length, 1);
    const [range] = await ledger.unfinished();
    assert.is(await ledger.cut({ after: range!.upTo - 1n, upTo: range!.upTo + 5n, events: 1 }), false);
    assert.is(await ledger.cut({ after: range!.upTo, upTo: range!.upTo + 5n, events: 1 }), true);
  });
  it('what is fed ends before the first range that is open', async () => {
    const ledger = makeLedger({ sql: owner, version: 2 });
    assert.equal(await ledger.ends(), { cut: undefined, fed: undefined });
    await ledger.cut({ upTo: 1n << 60n, events: 2 });
    assert.equal(await ledger.ends(), { cut: 1n << 60n, fed: undefined });
    await ledger.finish({ upTo: 1n << 60n, events: 2 });
    await ledger.cut({ after: 1n << 60n, upTo: (1n << 60n) + 1n, events: 1 });
    assert.equal(await ledger.ends(), { cut: (1n << 60n) + 1n, fed: 1n << 60n });
    assert.equal(await ledger.unfinished(), [{ after: 1n << 60n, upTo: (1n << 60n) + 1n, events: 1 }]);
  });
  it('the projector writes it, the application only reads it', async () => {
    const [projector, app] = [as('hub_projector'), as('hub_app')];
    const ledger = makeLedger({ sql: projector, version: 3 });
    assert.is(await ledger.cut({ upTo: 7n, events: 1 }), true);
    await ledger.finish({ upTo: 7n, events: 1 });
    const reading = makeLedger({ sql: app, version: 3 });
    assert.equal(await reading.ends(), { cut: 7n, fed: 7n });
    const refused = await reading.cut({ after: 7n, upTo: 8n, events: 1 }).catch((error: Error) => error.message);
    assert.match(String(refused), /permission denied/);
    await Promise.all([projector.end(), app.end()]);
  });
});
