// Mail as the hub sends it: over SMTP, or caught in a folder where no server is set.
import type { Open } from '#domain/kernel/sealing.ts';
import type { Log } from '#infra/log/log.ts';
import { catchInto } from '#infra/mail/caught.ts';
import { type Deliver, MailRefused, runMailer } from '#infra/mail/mailer.ts';
import { makeOutbox } from '#infra/mail/outbox.ts';
import { makeSmtp } from '#infra/mail/smtp.ts';
import type { Pool } from '#infra/postgres/pool.ts';
import type { Reader } from '#read-side/kernel/reader.ts';
import { invitationMails } from '#write-side/auth/mail-routes.ts';
import type { RoleConfig } from '../role.ts';
import type { Secrets } from '../secrets.ts';
import { makeAccounts } from './accounts.ts';

export type MailDeps = {
  readonly config: Pick<RoleConfig, 'mail' | 'origin' | 'production'>;
  readonly pool: Pool;
  readonly reader: Reader;
  readonly open: Open;
  readonly secrets: Secrets;
  readonly log: Log;
};

const nowhere: Deliver = async () => {
  throw new MailRefused('SMTP_URL is not set');
};

/** The reactor that fills the outbox, and the worker that empties it until `signal` aborts. */
export function makeMail({ config: { mail, origin, production }, pool, reader, open, secrets, log }: MailDeps) {
  const outbox = makeOutbox({ pool, secret: secrets.mail });
  const smtp = mail.smtp ? makeSmtp({ url: mail.smtp, from: mail.from }) : undefined;
  const deliver = smtp?.deliver ?? (production ? nowhere : catchInto(mail.folder));
  const onTrouble = ({ id }: { id: string }, fault: string, forGood: boolean) =>
    log.warn('mail.trouble', { eventId: id, reason: fault, outcome: forGood ? 'given up' : 'later' });
  return {
    reactor: invitationMails(outbox),
    run: async (signal: AbortSignal) => {
      await runMailer({ ...makeAccounts(reader), outbox, deliver, open, origin, onTrouble }, signal);
      smtp?.close();
    },
  };
}
