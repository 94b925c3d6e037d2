// Mail over SMTP. A 5xx answer is for good; anything else, silence included, is tried again.
import { createTransport } from 'nodemailer';
import { type Deliver, MailRefused } from './mailer.ts';

const PATIENCE_MS = 20_000;
export type SmtpOptions = {
  /** `smtps://user:password@host`, or `smtp://` (STARTTLS where it is offered; `?requireTLS=true` insists). */
  readonly url: string;
  readonly from: string;
  readonly patienceMs?: number;
};

/** The Message-ID derives from the message's id: what had to be sent twice is recognised as one. */
export function makeSmtp({ url, from, patienceMs = PATIENCE_MS }: SmtpOptions): { deliver: Deliver; close(): void } {
  const waits = { connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs };
  const transport = createTransport({ url, ...waits, disableFileAccess: true, disableUrlAccess: true });
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost';
  return {
    deliver: async ({ id, to, subject, text }) => {
      const headers = { 'Auto-Submitted': 'auto-generated' };
      await transport.sendMail({ from, to: { name: '', address: to }, subject, text, headers, messageId: `<${id}@${domain}>` }).catch((error: unknown) => {
        const { responseCode } = error as { responseCode?: number };
        const words = responseCode
          ? `the mail server answered ${responseCode}`
          : `the mail server did not take it (${(error as { code?: string }).code ?? 'unknown'})`;
        throw responseCode !== undefined && responseCode >= 500 ? new MailRefused(words) : new Error(words);
      });
    },
    close: () => transport.close(),
  };
}
