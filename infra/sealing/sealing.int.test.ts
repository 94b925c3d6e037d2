import { randomBytes } from 'node:crypto';
import { makePool, type Pool } from '../postgres/pool.ts';
import * as assert from 'uvu/assert';
import { HubError } from '../../domain/kernel/errors.ts';
import { SHREDDED } from '../../domain/kernel/sealing.ts';
import { keysUrl, type Running, startPostgres } from '../embedded/postgres/start.ts';
import { temporaryFolder } from '../testing/hub.ts';
import { spec } from '../testing/spec.ts';
import { makeSealing, migrateKeys } from './sealing.ts';

const rootKey = randomBytes(32);
const ada = { tenant: 'acme', subject: 'ada', event: 'e1' };

spec('sealing over PostgreSQL', (it, { setup, teardown }) => {
  const folder = temporaryFolder('sealing');
  let postgres: Running;
  let pool: Pool;
  setup(async () => {
    postgres = await startPostgres({ data: folder.path });
    pool = makePool({ url: keysUrl(postgres.url), max: 8 });
    await Promise.all([migrateKeys(pool), migrateKeys(pool), migrateKeys(pool)]);
  });
  teardown(async () => {
    await pool?.end();
    await postgres?.stop();
    folder.remove();
  });

  it('what one process seals another opens', async () => {
    const { f } = await makeSealing({ pool, rootKey }).seal(ada, { f: { name: 'Ada' } });
    assert.equal(await makeSealing({ pool, rootKey }).open('acme', [f!]), [{ name: 'Ada' }]);
  });
  it('a key is committed before the first value sealed with it is handed out', async () => {
    const { f } = await makeSealing({ pool, rootKey }).seal({ ...ada, subject: 'committed' }, { f: 1 });
    const other = makePool({ url: keysUrl(postgres.url), max: 1 });
    assert.equal(await makeSealing({ pool: other, rootKey }).open('acme', [f!]), [1]);
    await other.end();
  });
  it('many processes that first seal for one person at once agree on one key', async () => {
    const all = await Promise.all(
      Array.from({ length: 24 }, () => makeSealing({ pool, rootKey }).seal({ tenant: 'fresh', subject: 'new', event: 'e' }, { f: 'x' })),
    );
    assert.equal(
      await makeSealing({ pool, rootKey }).open(
        'fresh',
        all.map(({ f }) => f!),
      ),
      Array(24).fill('x'),
    );
  });
  it('destroying a person holds for every process that starts later, and no wrapped key is left in the table', async () => {
    const sealing = makeSealing({ pool, rootKey });
    const { f } = await sealing.seal({ ...ada, subject: 'gone' }, { f: 'secret' });
    assert.is(await sealing.destroySubject('acme', 'gone'), true);
    assert.is(await sealing.destroySubject('acme', 'never-there'), false);
    assert.equal(await makeSealing({ pool, rootKey }).open('acme', [f!]), [SHREDDED]);
    const { rows } = await pool.query("select wrapped, destroyed_at is not null as destroyed from subject_keys where subject in ('gone', 'never-there')");
    assert.equal(rows, Array(2).fill({ wrapped: null, destroyed: true }));
    const again = await makeSealing({ pool, rootKey })
      .seal({ ...ada, subject: 'gone' }, { f: 1 })
      .catch((e: HubError) => e.code);
    assert.is(again, 'subject.erased');
  });
  it('only wrapped keys are stored: none of them opens a value by itself', async () => {
    const { rows } = await pool.query<{ wrapped: Buffer }>(
      'select wrapped from subject_keys where wrapped is not null union all select wrapped from tenant_keys',
    );
    assert.ok(rows.length >= 4);
    assert.ok(rows.every(({ wrapped }) => [12 + 32 + 16, 4 + 12 + 32 + 16].includes(wrapped.length)));
  });
  it('a database that is away is unavailable, not a bug', async () => {
    const away = makePool({ url: 'postgres://hub@127.0.0.1:1/hub_keys' });
    const error = await makeSealing({ pool: away, rootKey })
      .seal(ada, { f: 1 })
      .catch((e: unknown) => e);
    assert.ok(error instanceof HubError && error.kind === 'unavailable');
    await away.end();
  });
});
