// Mail from cause to mailbox: the outbox in PostgreSQL, a worker, and an SMTP server that misbehaves when it is asked to.
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import * as assert from 'uvu/assert';
import { HubError } from '#domain/kernel/errors.ts';
import type { Sealed } from '#domain/kernel/sealing.ts';
import type { Mail, MemberRow, TenantRow } from '#write-side/auth/ports.ts';
import { startPostgres } from '../embedded/postgres/start.ts';
import { asRole, makePool, type Pool } from '../postgres/pool.ts';
import { spec } from '../testing/spec.ts';
import { catchInto, caughtIn, caughtPage } from './caught.ts';
import { type Deliver, type MailerDeps, sendOne } from './mailer.ts';
import { migrateMail } from './migrate-mail.ts';
import { makeOutbox, type MailOutbox } from './outbox.ts';
import { makeSmtp } from './smtp.ts';

type Behaviour = 'good' | '4xx' | '5xx' | 'silent' | 'cut' | 'cut after data';
const sealed = ($sealed: string): Sealed => ({ $sealed, subject: 's', event: 'e', field: 'f' });
const row = (tenant: string): MemberRow => ({
  tenant,
  memberId: ID,
  roles: ['nurse'],
  name: sealed('Ayşe'),
  email: sealed('ayse@klinik.example'),
  position: 1n,
});
const tenantOf = (slug: string): TenantRow => ({
  slug,
  name: `Klinik ${slug}`,
  kind: 'clinic',
  locale: slug === 'uk' ? 'en' : 'tr',
  suspended: false,
  position: 1n,
});
const ID = '0190d0c0-0000-7000-8000-000000000001';
const mailId = (n: number) => `0190d0c0-0000-8000-8000-${String(n).padStart(12, '0')}`;

spec('mail', (it, { setup, teardown }) => {
  const closers: (() => Promise<unknown>)[] = [];
  let pool: Pool;
  let behaviour: Behaviour = 'good';
  let url: string;
  let folder: string;
  let at = new Date('2026-03-01T10:00:00Z');
  let received: string[] = [];
  let troubles: string[] = [];
  let members: MemberRow[] = [row('acme')];
  let next = 0;

  const outbox = (): MailOutbox => makeOutbox({ pool, secret: Buffer.from('mail secret'), now: () => at });
  const deps = (deliver: Deliver): MailerDeps => ({
    outbox: outbox(),
    deliver,
    open: async (_tenant, values) => values.map(({ $sealed }) => $sealed),
    findMembers: async () => members,
    findTenants: async (slugs) => slugs.map(tenantOf),
    origin: 'https://hub.example',
    onTrouble: (_mail, fault, forGood) => void troubles.push(`${fault}${forGood ? ', given up' : ''}`),
  });
  const smtp = () => makeSmtp({ url, from: 'Hub <hub@hub.example>', patienceMs: 400 });
  async function work(deliver: Deliver = smtp().deliver): Promise<void> {
    while (await sendOne(deps(deliver)));
  }
  async function added(more: Partial<Mail> = {}): Promise<Mail> {
    next += 1;
    const mail: Mail = { id: mailId(next), kind: 'reset', emailKey: 'ab12', ...more };
    await outbox().add(mail);
    return mail;
  }
  const later = (s: number) => (at = new Date(at.getTime() + s * 1000));
  const fresh = () => {
    [received, troubles, behaviour] = [[], [], 'good'];
  };
  const header = (text: string, name: string) => new RegExp(`^${name}: (.*(?:\\r?\\n[ \\t].*)*)`, 'mi').exec(text)?.[1] ?? '';
  const decoded = (text: string) => text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const tokenIn = (text: string) => /set-password#([\w-]{43})/.exec(decoded(text))![1]!;

  setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hub-mail-'));
    const postgres = await startPostgres({ data: join(folder, 'pg') });
    closers.push(() => rm(folder, { recursive: true, force: true }), postgres.stop);
    const owner = makePool({ url: postgres.url, max: 1 });
    await owner.query("create role hub_app login nosuperuser nobypassrls password 'app'");
    await migrateMail(owner);
    await owner.end();
    pool = makePool({ url: asRole(postgres.url, 'hub_app', 'app'), max: 4 });
    closers.push(() => pool.end());
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      logger: false,
      onRcptTo: (_address, session, answer) => {
        if (behaviour === '4xx') return answer(Object.assign(new Error('later'), { responseCode: 451 }));
        if (behaviour === '5xx') return answer(Object.assign(new Error('never'), { responseCode: 550 }));
        if (behaviour === 'silent') return;
        if (behaviour === 'cut') return void [...server.connections].find((c) => c.session === session)?.close();
        answer();
      },
      onData: (stream, session, answer) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          received.push(Buffer.concat(parts).toString());
          if (behaviour === 'cut after data') return void [...server.connections].find((c) => c.session === session)?.close();
          answer();
        });
      },
    });
    server.on('error', () => {}); // connections that it cuts itself
    await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
    closers.push(() => new Promise((done) => server.close(() => done(undefined))));
    url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  });
  teardown(async () => {
    for (const close of closers.toReversed()) await close();
  });

  it('a cause that is told many times, to many workers at once, is one mail', async () => {
    fresh();
    const mail = await added();
    await Promise.all([outbox().add(mail), outbox().add(mail)]);
    await Promise.all([work(), work(), work()]);
    await outbox().add(mail);
    await work();
    assert.is(received.length, 1);
    assert.match(header(received[0]!, 'Message-ID'), `<${mail.id}@hub.example>`);
    assert.match(header(received[0]!, 'To'), 'ayse@klinik.example');
    assert.match(header(received[0]!, 'Auto-Submitted'), 'auto-generated');
  });

  it('a server that is busy, silent or gone is asked again later, and the mail goes out once', async () => {
    for (const bad of ['4xx', 'silent', 'cut'] as const) {
      fresh();
      behaviour = bad;
      await added();
      await work();
      assert.equal([received.length, troubles.length, troubles[0]!.endsWith('given up')], [0, 1, false], bad);
      await work();
      assert.is(troubles.length, 1, `${bad}: not before its time`);
      behaviour = 'good';
      later(6);
      await work();
      await work();
      assert.is(received.length, 1, bad);
    }
  });

  it('a mail that may have arrived is sent again under the same Message-ID and with the same link', async () => {
    fresh();
    behaviour = 'cut after data';
    await added();
    await work();
    behaviour = 'good';
    later(6);
    await work();
    assert.is(received.length, 2);
    assert.is(header(received[0]!, 'Message-ID'), header(received[1]!, 'Message-ID'));
    assert.is(tokenIn(received[0]!), tokenIn(received[1]!));
  });

  it('a mail that the server refuses for good is not sent again', async () => {
    fresh();
    behaviour = '5xx';
    await added();
    await work();
    later(100_000);
    behaviour = 'good';
    await work();
    assert.equal([received.length, troubles], [0, ['the mail server answered 550, given up']]);
  });

  it('a worker that died holding a mail loses nothing: another sends it', async () => {
    fresh();
    const { id } = await added();
    assert.is((await outbox().take())?.mail.id, id); // …and here the process is killed
    await work();
    assert.is(received.length, 0);
    later(121);
    await work();
    assert.is(received.length, 1);
  });

  it('an address that nobody has, or whose tenants are gone, gets no mail', async () => {
    fresh();
    members = [];
    await added();
    await work();
    later(100_000);
    await work();
    assert.equal([received, troubles], [[], []]);
    members = [row('acme')];
  });

  it('mails speak the tenant’s language', async () => {
    fresh();
    await added({ kind: 'invitation', member: { tenant: 'acme', memberId: ID } });
    await work();
    members = [row('uk')];
    await added({ kind: 'invitation', member: { tenant: 'uk', memberId: ID } });
    await work();
    members = [row('acme')];
    assert.match(decoded(received[0]!), 'Parolan');
    assert.match(decoded(received[1]!), 'Open this link to choose your password');
    assert.match(header(received[1]!, 'Subject'), 'Klinik uk invites you to Synchron Hub');
  });

  it('a link works once, for its time, and only whole; what it leads to can be tried again when it failed', async () => {
    fresh();
    const mail = await added();
    await work();
    const token = tokenIn(received[0]!);
    const use = (given: string) =>
      outbox()
        .redeem(given, async (found) => assert.is(found.id, mail.id))
        .then(
          () => 'used',
          (error: HubError) => error.code,
        );
    assert.is(await use('A'.repeat(43)), 'auth.link-unknown');
    assert.is(
      await outbox()
        .redeem(token, async () => Promise.reject(new HubError('invalid', 'auth.password-weak', 'too weak')))
        .catch((error: HubError) => error.code),
      'auth.password-weak',
    );
    assert.equal((await Promise.all([use(token), use(token), use(token)])).toSorted(), ['auth.link-unknown', 'auth.link-unknown', 'used']);
    await added();
    await work();
    later(3_601);
    assert.is(await use(tokenIn(received[1]!)), 'auth.link-unknown');
  });

  it('stores no address, no text and no token, and shows no mail to a query that does not say why', async () => {
    assert.is((await pool.query('select * from mails')).rowCount, 0);
    assert.is((await pool.query('select * from mail_links')).rowCount, 0);
  });

  it('without a mail server a mail is a file and stands on a page, on this machine only', async () => {
    fresh();
    const caught = join(folder, 'caught');
    await added();
    await work(catchInto(caught));
    const [mail] = await caughtIn(caught);
    assert.equal([mail!.to, mail!.subject], ['ayse@klinik.example', 'Synchron Hub: yeni parola']);
    const ask = (host: string) => caughtPage(caught).handle({ headers: { host } } as never);
    const answer = await ask('localhost:3000');
    assert.match(String(answer.body), /<a href="https:\/\/hub\.example\/set-password#[\w-]{43}">/);
    assert.is(await ask('evil.example').catch((error: HubError) => error.code), 'mail.elsewhere');
  });
});
