import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { startPostgres } from '../embedded/postgres/start.ts';
import { asRole, makePool, type Pool } from '../postgres/pool.ts';
import { spec } from '../testing/spec.ts';
import { migrateSessions } from './migrate-sessions.ts';
import { makeSessions } from './sessions.ts';

const account = { tenant: 'acme', memberId: 'm1', password: 'e1' };
const fresh = { emailKey: 'ab12', tenant: 'acme', accounts: [account] };

spec('sessions', (it, { setup, teardown }) => {
  const closers: (() => Promise<unknown>)[] = [];
  let app: Pool;
  let owner: Pool;
  let at = new Date('2026-03-01T10:00:00Z');
  const later = (ms: number) => {
    at = new Date(at.getTime() + ms);
  };
  const sessions = () => makeSessions(app, { now: () => at });

  setup(async () => {
    const data = await mkdtemp(join(tmpdir(), 'hub-sessions-'));
    const postgres = await startPostgres({ data });
    owner = makePool({ url: postgres.url, max: 2 });
    await owner.query("create role hub_app login nosuperuser nobypassrls password 'app'");
    await Promise.all([migrateSessions(owner), migrateSessions(owner)]);
    await migrateSessions(owner);
    app = makePool({ url: asRole(postgres.url, 'hub_app', 'app'), max: 4 });
    closers.push(
      () => rm(data, { recursive: true, force: true }),
      postgres.stop,
      () => owner.end(),
      () => app.end(),
    ); // prettier-ignore
  });
  teardown(async () => {
    for (const close of closers.toReversed()) await close();
  });

  it('exchanges a refresh token for a new one', async () => {
    const { session, refreshToken } = await sessions().start(fresh);
    const next = await sessions().rotate(refreshToken);
    assert.ok(typeof next === 'object');
    assert.is(next.session.id, session.id);
    assert.equal(next.session.accounts, [account]);
    assert.is.not(next.refreshToken, refreshToken);
    assert.match(next.refreshToken, /^[\w-]{43}$/);
  });

  it('ends the whole session when a used token comes back', async () => {
    const { session, refreshToken } = await sessions().start(fresh);
    const next = await sessions().rotate(refreshToken);
    later(11_000);
    assert.is(await sessions().rotate(refreshToken), 'reused');
    assert.ok(typeof next === 'object');
    assert.is(await sessions().rotate(next.refreshToken), 'unknown');
    assert.is(await sessions().find(session.id), undefined);
  });

  it('takes a second use within seconds for a lost answer, also at the same moment', async () => {
    const { refreshToken } = await sessions().start(fresh);
    const both = await Promise.all([sessions().rotate(refreshToken), sessions().rotate(refreshToken)]);
    const tokens = both.map((b) => (typeof b === 'object' ? b.refreshToken : b));
    assert.is(new Set(tokens).size, 2);
    assert.ok(!tokens.includes('reused') && !tokens.includes('unknown'));
  });

  it('forgets a session that was left, idle too long, or too old', async () => {
    const left = await sessions().start(fresh);
    await sessions().endByToken(left.refreshToken);
    await sessions().endByToken('never-was-a-token');
    assert.is(await sessions().rotate(left.refreshToken), 'unknown');
    const idle = await sessions().start(fresh);
    later(15 * 86_400_000);
    assert.is(await sessions().rotate(idle.refreshToken), 'unknown');
    let { refreshToken } = await sessions().start(fresh);
    let days = 0;
    for (; days < 70; days += 10, later(10 * 86_400_000)) {
      const next = await sessions().rotate(refreshToken);
      if (typeof next !== 'object') break;
      refreshToken = next.refreshToken;
    }
    assert.is(days, 60);
  });

  it('remembers the tenant that was chosen', async () => {
    const { session } = await sessions().start(fresh);
    await sessions().choose(session.id, 'other');
    assert.is((await sessions().find(session.id))?.tenant, 'other');
  });

  it('stores no token, and shows no session to a query that does not name one', async () => {
    const { refreshToken } = await sessions().start(fresh);
    const dump = JSON.stringify((await owner.query("select *, encode(hash, 'escape') as text from session_tokens")).rows);
    assert.not.match(dump, refreshToken);
    assert.is((await app.query('select * from sessions')).rowCount, 0);
    assert.is((await app.query('select * from session_tokens')).rowCount, 0);
    assert.ok((await owner.query('select * from sessions')).rowCount! > 0);
  });

  it('purges what has expired and nothing else', async () => {
    at = new Date();
    const { session } = await sessions().start(fresh);
    await owner.query("update sessions set expires_at = now() - interval '1 day' where id <> $1", [session.id]);
    assert.ok((await sessions().purge()) > 0);
    assert.equal((await owner.query('select id from sessions')).rows, [{ id: session.id }]);
  });
});
