// Credentials that are not people's: keys of widgets and services, and devices by the token they got for their secret. The rows they are
// checked against are known for a second at most, so what is revoked is refused everywhere within two.
import type { Credential, Customer } from '#domain/kernel/scopes.ts';
import { DEVICE_SCOPES } from '#domain/kernel/scopes.ts';
import { channelOf, identityOf } from '#domain/conversation/customer.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Rights } from '#domain/kernel/roles.ts';
import type { Principal } from '#domain/kernel/route.ts';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import { ApiKeys } from '#projections/api-keys/table.ts';
import { DeviceList } from '#projections/device-list/table.ts';
import { Tenant } from '#projections/tenants/table.ts';
import type { Reader } from '#read-side/kernel/reader.ts';
import { type Holder, holderOf, isSecret } from '#write-side/apikey/secret.ts';
import { makeContacts } from '#write-side/conversation/contact.ts';
import { makeKeyCache } from '../sealing/key-cache.ts';
import type { DeviceTokens } from './device-tokens.ts';

/** How a request comes: the page a browser says it is on (`Origin`), and the customer it is for (`Hub-Customer`). */
export type Asking = { readonly origin?: string | undefined; readonly customer?: string | undefined };
export type Credentials = {
  /** Whether `verify` is for this token at all; every other is a person's, or nothing. */
  isOne(token: string): boolean;
  /** Throws `unauthenticated` for what is wrong, over or revoked, `forbidden` for a widget on another page than its own. */
  verify(token: string, asking?: Asking): Promise<Credential>;
  /** A device's short-lived token for its secret. */
  exchange(secret: string): Promise<{ accessToken: string; expiresIn: number; tenant: string; id: string }>;
  /** Nothing known counts any more; the next question is asked anew. */
  forget(): void;
};
export type CredentialDeps = {
  readonly reader: Reader;
  readonly tokens: DeviceTokens;
  readonly tenantDigest: TenantDigest;
  readonly store: StreamReader;
  /** Hears of each use of a key. */
  readonly onUse?: (key: Pick<Credential, 'tenant' | 'id'>) => void;
  readonly now?: () => Date;
};
type Known = { readonly hash: string; readonly credential: Credential };

const KNOWN_MS = 1_000;
const MOST = 25_000;
/** A token names this much of the hash of the secret it was had for. */
const MARK = 16;
const refused = () => new HubError('unauthenticated', 'auth.bad-key', 'The key is wrong, over or revoked.');
const elsewhere = () => new HubError('forbidden', 'auth.origin', 'This widget’s key may not be used on that page.');

/** What it may see opens to it; which routes it reaches is its scopes' business, and there is no case among them. */
const RIGHTS: Rights = { cases: 'none', personal: true, health: true, history: false };
export const principalOf = (credential: Credential): Principal => ({
  ...{ tenant: credential.tenant, memberId: credential.id, roles: [], rights: RIGHTS, session: '', credential },
});

export function makeCredentials({ reader, tokens, store, tenantDigest, onUse, now = () => new Date() }: CredentialDeps): Credentials {
  const known = makeKeyCache<Known | undefined>({ most: MOST, ttlMs: KNOWN_MS, now: () => now().getTime() });
  const contacts = makeContacts({ store, tenantDigest });

  const load = ({ kind, tenant, id }: Holder): Promise<Known | undefined> =>
    reader.within(tenant, async (rows) => {
      const home = await rows.findOne(Tenant, { tenant });
      if (!home || home.status === 'suspended') return undefined;
      if (kind === 'device') {
        const device = await rows.findOne(DeviceList, { tenant, id });
        return device && !device.retired ? { hash: device.credentialHash, credential: { tenant, kind, id, scopes: DEVICE_SCOPES, origins: [] } } : undefined;
      }
      const key = await rows.findOne(ApiKeys, { tenant, id, kind });
      if (!key || key.revokedAt) return undefined;
      const { scopes, origins, expiresAt, credentialHash: hash } = key;
      return { hash, credential: { tenant, kind, id, scopes, origins, ...(expiresAt && { expiresAt: expiresAt.getTime() }) } };
    });
  async function living(holder: Holder): Promise<Known> {
    const found = await known.get(`${holder.kind} ${holder.tenant} ${holder.id}`, () => load(holder));
    const isOver = found?.credential.expiresAt !== undefined && found.credential.expiresAt <= now().getTime();
    if (!found || isOver) throw refused();
    return found;
  }
  async function bySecret(secret: string): Promise<Known> {
    const holder = holderOf(secret);
    if (!holder) throw refused();
    const found = await living(holder);
    if (!isSecret(found.hash, secret)) throw refused();
    return found;
  }
  async function byToken(token: string): Promise<Credential> {
    const { tenant, id, secret, expiresAt } = await tokens.verify(token);
    const { hash, credential } = await living({ kind: 'device', tenant, id });
    if (!hash.startsWith(secret)) throw refused();
    return { ...credential, expiresAt };
  }
  async function customerOf({ tenant, kind, id }: Credential, given: string | undefined): Promise<Customer | undefined> {
    if (kind === 'service') return undefined;
    const identity = identityOf({ kind, id }, given);
    if (identity === undefined) return undefined;
    const { contactId, conversation } = await contacts.of(tenant, channelOf(kind), identity);
    return { identity, contactId, conversationId: conversation.id };
  }

  return {
    isOne: (token) => holderOf(token) !== undefined || tokens.isOne(token),
    verify: async (token, { origin, customer: given } = {}) => {
      const isToken = tokens.isOne(token);
      const credential = isToken ? await byToken(token) : (await bySecret(token)).credential;
      if (credential.kind === 'device' && !isToken)
        throw new HubError('unauthenticated', 'auth.device-token', 'A device’s secret is for POST /api/auth/device.');
      if (credential.kind === 'widget' && !(origin && credential.origins.includes(origin))) throw elsewhere();
      onUse?.(credential);
      const customer = await customerOf(credential, given);
      return { ...credential, ...(customer && { customer }) };
    },
    exchange: async (secret) => {
      const { hash, credential } = await bySecret(secret);
      const { tenant, id, kind } = credential;
      if (kind !== 'device') throw refused();
      return { ...(await tokens.issue({ tenant, id, secret: hash.slice(0, MARK) })), tenant, id };
    },
    forget: () => known.clear(),
  };
}
