// Who may come in: sessions, tokens, attempts, and what has ended before its time.
import { makeAttempts } from '#infra/auth/attempts.ts';
import { makeEmailKey } from '#infra/auth/email-key.ts';
import { makeFactors } from '#infra/auth/factors.ts';
import { openSigningKeys } from '#infra/auth/keys.ts';
import { hashPassword, makeVerifyPassword } from '#infra/auth/password.ts';
import { makeSessions } from '#infra/auth/sessions.ts';
import { makeStanding } from '#infra/auth/standing.ts';
import { makeTokens } from '#infra/auth/tokens.ts';
import { makeOutbox } from '#infra/mail/outbox.ts';
import { listen } from '#infra/postgres/listen.ts';
import type { Pool } from '#infra/postgres/pool.ts';
import { CHANNEL } from '#infra/postgres/view-store.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { Open } from '#domain/kernel/sealing.ts';
import type { Reader } from '#read-side/kernel/reader.ts';
import type { AuthPorts } from '#write-side/auth/ports.ts';
import type { Secrets } from '../secrets.ts';
import { makeAccounts } from './accounts.ts';

export type AuthDeps = {
  /** Signs in as the application, as does `appUrl`. */
  readonly app: Pool;
  readonly appUrl: string;
  readonly reader: Reader;
  readonly secrets: Secrets;
  readonly open: Open;
  readonly dispatch: Dispatch;
};

export async function makeAuth({ app, appUrl, reader, secrets, open, dispatch }: AuthDeps) {
  const tokens = makeTokens(await openSigningKeys(secrets.signingKeysFile));
  const [sessions, attempts, factors] = [makeSessions(app), makeAttempts(app), makeFactors(app)];
  const standing = makeStanding({ pool: app, viewsChannel: CHANNEL, listen: (channel, on) => listen(appUrl, channel, on) });
  const emailKey = makeEmailKey(secrets.email);
  const ports: AuthPorts = {
    ...makeAccounts(reader),
    outbox: makeOutbox({ pool: app, secret: secrets.mail }),
    ...{ emailKey, open, dispatch, hashPassword, sessions, attempts, factors },
    now: () => new Date(),
    verifyPassword: makeVerifyPassword(),
    issue: tokens.issue,
  };
  return {
    ports,
    emailKey,
    standing,
    /** The holder of an access token that nothing has overtaken. */
    verify: async (token: string) => {
      const who = await tokens.verify(token);
      standing.check(who);
      return who;
    },
    purge: () => Promise.all([sessions.purge(), attempts.purge(), factors.purge()]),
    close: () => standing.close(),
  };
}
