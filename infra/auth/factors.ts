// The second factor: codes by RFC 6238 (SHA-1, six digits, 30 seconds: what every authenticator app does), and recovery codes.
import { createHash, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { renderSVG } from 'uqr';
import type { Factors } from '#write-side/auth/ports.ts';
import type { Pool } from '../postgres/pool.ts';
import { scoped } from './scoped.ts';

const PERIOD_S = 30;
/** A code is taken a step early or late, for clocks that are off. */
const WINDOW = 1;
const SECRET_BYTES = 20;
const RECOVERY_CODES = 10;
/** A step's mark is needed only as long as its code would be taken. */
const STEP_KEPT = '1 hour';

const totp = (secret: string, issuer?: string, label?: string) =>
  new TOTP({ secret: Secret.fromBase32(secret), period: PERIOD_S, digits: 6, algorithm: 'SHA1', ...(issuer && { issuer }), ...(label && { label }) });
const plain = (code: string): string => code.toLowerCase().replace(/[^a-z0-9]/g, '');
const hashOf = (code: string): string =>
  createHash('sha256')
    .update(`recovery\0${plain(code)}`)
    .digest('hex');
/** Ten letters and digits that cannot be mistaken for each other, 50 bits. */
function recoveryCode(): string {
  const letters = [...randomBytes(10)].map((byte) => 'abcdefghjkmnpqrstuvwxyz23456789x'[byte & 31]).join('');
  return `${letters.slice(0, 5)}-${letters.slice(5)}`;
}

/** `pool` connects as the application's role. `purge` deletes marks of steps that are over. */
export function makeFactors(pool: Pool, now: () => Date = () => new Date()): Factors & { purge(): Promise<void> } {
  return {
    make: (issuer, account) => {
      const secret = new Secret({ size: SECRET_BYTES }).base32;
      const uri = totp(secret, issuer, account).toString();
      return { secret, uri, qr: renderSVG(uri, { ecc: 'M', border: 2 }) };
    },
    stepOf: (secret, code) => {
      const timestamp = now().getTime();
      const delta = totp(secret).validate({ token: code, timestamp, window: WINDOW });
      return delta === null ? undefined : Math.floor(timestamp / 1000 / PERIOD_S) + delta;
    },
    recoveryCodes: () => {
      const codes = Array.from({ length: RECOVERY_CODES }, recoveryCode);
      return { codes, hashes: codes.map(hashOf) };
    },
    hashOf,
    spend: (factor, mark) =>
      scoped(pool, 'app.factor', factor, async (client) => {
        const spending = 'insert into factor_uses (factor, mark, used_at) values ($1, $2, $3) on conflict do nothing';
        return (await client.query(spending, [factor, mark, now()])).rowCount === 1;
      }),
    recovered: (factor) =>
      scoped(pool, 'app.factor', factor, async (client) => {
        const counting = "select count(*)::int as used from factor_uses where factor = $1 and mark like 'recovery:%'";
        return (await client.query<{ used: number }>(counting, [factor])).rows[0]!.used;
      }),
    purge: () =>
      scoped(pool, 'app.purge', 'on', async (client) => {
        await client.query(`delete from factor_uses where mark like 'step:%' and used_at < $1::timestamptz - interval '${STEP_KEPT}'`, [now()]);
      }),
  };
}
