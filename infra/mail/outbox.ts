// Mails that are to go out, each once for its cause: the cause gives the id, so asking again adds nothing. A worker takes a mail for a
// while; when it dies, the mail is due again, under the same Message-ID and with the same link.
import { createHash, createHmac } from 'node:crypto';
import type { Mail, Outbox } from '#write-side/auth/ports.ts';
import type { Pool } from '../postgres/pool.ts';
import { scoped } from '../auth/scoped.ts';
import { HubError } from '#domain/kernel/errors.ts';

const TAKEN_S = 120;
const LONGEST_WAIT_S = 3_600;
const MOST_ATTEMPTS = 40;
/** How long a link works. */
const LIFE = { invitation: '7 days', reset: '1 hour' } as const;
const KEPT = '30 days';

export type Due = Mail & { readonly attempts: number };
export type OutboxDeps = { readonly pool: Pool; readonly secret: Uint8Array; readonly now?: () => Date };
type Row = { id: string; kind: Mail['kind']; email_key: string; tenant: string | null; member_id: string | null; attempts: number };

const toMail = ({ id, kind, email_key, tenant, member_id, attempts }: Row): Due => ({
  ...{ id, kind, emailKey: email_key, attempts },
  ...(tenant && member_id && { member: { tenant, memberId: member_id } }),
});
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

export function makeOutbox({ pool, secret, now = () => new Date() }: OutboxDeps) {
  const working = <T>(work: Parameters<typeof scoped<T>>[3]): Promise<T> => scoped(pool, 'app.mail', 'on', work);
  /** Derived and not random, so that a mail that is sent again says the same. */
  const tokenOf = (id: string): string => createHmac('sha256', secret).update(id).digest('base64url');

  const outbox: Outbox = {
    add: ({ id, kind, emailKey, member }) =>
      working(async (client) => {
        const adding = 'insert into mails (id, kind, email_key, tenant, member_id, made_at, due_at) values ($1, $2, $3, $4, $5, $6, $6) on conflict do nothing';
        await client.query(adding, [id, kind, emailKey, member?.tenant ?? null, member?.memberId ?? null, now()]);
      }),
    redeem: (token, use) =>
      working(async (client) => {
        const finding = `select m.*, l.hash from mail_links l join mails m on m.id = l.mail
          where l.hash = $1 and l.used_at is null and l.expires_at > $2 for update of l`;
        const { rows } = await client.query<Row>(finding, [hashOf(token), now()]);
        if (!rows[0]) throw new HubError('not-found', 'auth.link-unknown', 'The link was used, is over, or never was; ask for another.');
        const done = await use(toMail(rows[0]), hashOf(token).toString('hex'));
        await client.query('update mail_links set used_at = $2 where hash = $1', [hashOf(token), now()]);
        return done;
      }),
  };

  return {
    ...outbox,
    /** The mail that is due longest, for this worker alone, with the token of its link; undefined when none is. */
    take: () =>
      working(async (client) => {
        const taking = `update mails set attempts = attempts + 1, due_at = $1::timestamptz + make_interval(secs => ${TAKEN_S})
          where id = (select id from mails where sent_at is null and given_up_at is null and due_at <= $1 order by due_at for update skip locked limit 1)
          returning *`;
        const { rows } = await client.query<Row>(taking, [now()]);
        if (!rows[0]) return undefined;
        const mail = toMail(rows[0]);
        const token = tokenOf(mail.id);
        const linking = `insert into mail_links (hash, mail, expires_at) values ($1, $2, $3::timestamptz + $4::interval) on conflict do nothing`;
        await client.query(linking, [hashOf(token), mail.id, now(), LIFE[mail.kind]]);
        return { mail, token };
      }),
    sent: (id: string) => working(async (client) => void (await client.query('update mails set sent_at = $2, fault = null where id = $1', [id, now()]))),
    /** Due again after 5, 10, 20 … seconds; `forGood`: it will not go out. */
    failed: ({ id, attempts }: Due, fault: string, forGood: boolean) =>
      working(async (client) => {
        const over = forGood || attempts >= MOST_ATTEMPTS;
        const due = new Date(now().getTime() + Math.min(LONGEST_WAIT_S, 5 * 2 ** Math.min(attempts - 1, 12)) * 1000);
        await client.query('update mails set due_at = $2, fault = $3, given_up_at = $4 where id = $1', [id, due, fault.slice(0, 200), over ? now() : null]);
      }),
    purge: () => working(async (client) => void (await client.query(`delete from mails where made_at < $1::timestamptz - interval '${KEPT}'`, [now()]))),
  };
}
export type MailOutbox = ReturnType<typeof makeOutbox>;
