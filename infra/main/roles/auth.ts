// Who may come in: sessions, tokens, attempts, and what has ended before its time.
import { makeAttempts } from '#infra/auth/attempts.ts';
import { type Asking, makeCredentials, principalOf } from '#infra/auth/credentials.ts';
import { makeDeviceTokens } from '#infra/auth/device-tokens.ts';
import { makeEmailKey } from '#infra/auth/email-key.ts';
import { makeFactors } from '#infra/auth/factors.ts';
import { makeKeyUses } from '#infra/auth/key-uses.ts';
import { openSigningKeys } from '#infra/auth/keys.ts';
import { makeOrigins } from '#infra/auth/origins.ts';
import { hashPassword, makeVerifyPassword } from '#infra/auth/password.ts';
import { makeSessions } from '#infra/auth/sessions.ts';
import { makeStanding } from '#infra/auth/standing.ts';
import { makeTokens } from '#infra/auth/tokens.ts';
import type { Log } from '#infra/log/log.ts';
import { makeOutbox } from '#infra/mail/outbox.ts';
import { listen } from '#infra/postgres/listen.ts';
import type { Pool } from '#infra/postgres/pool.ts';
import { CHANNEL } from '#infra/postgres/view-store.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Principal } from '#domain/kernel/route.ts';
import type { Open, TenantDigest } from '#domain/kernel/sealing.ts';
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
  readonly store: StreamReader;
  readonly tenantDigest: TenantDigest;
  readonly log: Pick<Log, 'error'>;
};

export async function makeAuth({ app, appUrl, reader, secrets, open, dispatch, store, tenantDigest, log }: AuthDeps) {
  const signing = await openSigningKeys(secrets.signingKeysFile);
  const tokens = makeTokens(signing);
  const [sessions, attempts, factors] = [makeSessions(app), makeAttempts(app), makeFactors(app)];
  const standing = makeStanding({ pool: app, viewsChannel: CHANNEL, listen: (channel, on) => listen(appUrl, channel, on) });
  const uses = makeKeyUses(app, { onTrouble: (error) => log.error('keys.uses', error) });
  const credentials = makeCredentials({ reader, tokens: makeDeviceTokens(signing), store, tenantDigest, onUse: uses.note });
  standing.onChange(credentials.forget);
  const emailKey = makeEmailKey(secrets.email);
  const ports: AuthPorts = {
    ...makeAccounts(reader),
    outbox: makeOutbox({ pool: app, secret: secrets.mail }),
    ...{ emailKey, open, dispatch, hashPassword, sessions, attempts, factors },
    now: () => new Date(),
    verifyPassword: makeVerifyPassword(),
    issue: tokens.issue,
    exchange: credentials.exchange,
  };
  const verify = async (token: string) => {
    const who = await tokens.verify(token);
    standing.check(who);
    return who;
  };
  return {
    ports,
    emailKey,
    standing,
    /** Who asks when it is a widget, a device or a service. */
    credentials,
    keyUses: uses.of,
    allowsOrigin: makeOrigins(app),
    /** The person of an access token that nothing has overtaken. */
    verify,
    /** Whoever has that token or key, person or not. */
    admit: async (token: string, asking: Asking): Promise<Principal> =>
      credentials.isOne(token) ? principalOf(await credentials.verify(token, asking)) : verify(token),
    purge: () => Promise.all([sessions.purge(), attempts.purge(), factors.purge()]),
    close: () => standing.close(),
  };
}
