// Who asks over ClickHouse's interface: a key that an analyst issued for a tool, as long as they are an analyst.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { tenantSlug } from '#domain/kernel/envelope.ts';
import { AnalystKeys } from '#projections/analyst-keys/table.ts';
import { Member } from '#projections/members/table.ts';
import type { Reader } from '#read-side/kernel/reader.ts';

export type Login = { readonly user: string; readonly key: string };
/** The tenant whose rows the key reads; undefined for a name or key that is wrong, over or revoked. */
export type SignIn = (login: Login) => Promise<string | undefined>;

const USER = /^([a-z0-9]{2,32})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const digest = (key: string) => createHash('sha256').update(key).digest();

/** As ClickHouse's clients send it: headers of its own, Basic, or in the address. */
export function loginOf(headers: IncomingHttpHeaders, query: URLSearchParams): Login {
  const own = { user: headers['x-clickhouse-user'], key: headers['x-clickhouse-key'] };
  if (typeof own.user === 'string') return { user: own.user, key: typeof own.key === 'string' ? own.key : '' };
  const basic = /^Basic ([\w+/=-]+)$/i.exec(headers.authorization ?? '')?.[1];
  if (basic === undefined) return { user: query.get('user') ?? '', key: query.get('password') ?? '' };
  const [user = '', ...key] = Buffer.from(basic, 'base64').toString().split(':');
  return { user, key: key.join(':') };
}

export const makeSignIn =
  ({ reader, now }: { reader: Reader; now: () => Date }): SignIn =>
  async ({ user, key }) => {
    const [, tenant, id] = USER.exec(user) ?? [];
    if (!tenant || !id || !tenantSlug.safeParse(tenant).success) return undefined;
    return reader.within(tenant, async (rows) => {
      const known = await rows.findOne(AnalystKeys, { tenant, id });
      if (!known || known.revokedAt || (known.expiresAt && known.expiresAt <= now())) return undefined;
      if (!timingSafeEqual(Buffer.from(known.credentialHash, 'hex'), digest(key))) return undefined;
      const owner = await rows.findOne(Member, { tenant, id: known.memberId });
      return owner?.active && owner.roles.includes('analyst') ? tenant : undefined;
    });
  };
