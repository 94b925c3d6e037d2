// The path token of a tenant's webhooks. It names its tenant and proves itself by a digest under that tenant's key, so nothing is stored that
// could leak, and a token can only ever lead to the tenant that it was made for.
import { timingSafeEqual } from 'node:crypto';
import { PROVIDER_NAMES, type ProviderName } from '#domain/adapter/providers.ts';
import { TENANT } from '#domain/kernel/envelope.ts';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import type { Connection, Connections } from './connections.ts';

const proofOf = (digest: TenantDigest, tenant: string, provider: ProviderName, hook: number) => digest(tenant, 'adapter.hook', `${provider} ${hook}`);

export const hookToken = async (digest: TenantDigest, tenant: string, provider: ProviderName, hook: number): Promise<string> =>
  `${tenant}.${await proofOf(digest, tenant, provider, hook)}`;

const isSame = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
const isProvider = (name: string): name is ProviderName => PROVIDER_NAMES.some((known) => known === name);

/** Whose webhook it is; undefined for a token that is nobody's, or not any more. */
export type Door = (provider: string, token: string) => Promise<Connection | undefined>;
export function makeDoor({ connections, tenantDigest }: { connections: Connections; tenantDigest: TenantDigest }): Door {
  return async (provider, token) => {
    const [tenant = '', proof = ''] = token.split('.');
    if (!isProvider(provider) || !TENANT.test(tenant) || !/^[0-9a-f]{64}$/.test(proof)) return undefined;
    const connection = await connections.of(tenant, provider); // before any digest, so that no key is made for a tenant that is none
    if (!connection) return undefined;
    const proofs = await Promise.all(connection.hooks.map((hook) => proofOf(tenantDigest, tenant, provider, hook)));
    return proofs.map((known) => isSame(known, proof)).includes(true) ? connection : undefined;
  };
}
