// Secrets of what is not a person. One says whose it is; the log keeps only its hash, which 256 random bits need not have salted or slow.
import { createHash, timingSafeEqual } from 'node:crypto';
import { TENANT, type StreamId } from '#domain/kernel/envelope.ts';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import { CREDENTIAL_KINDS, type CredentialKind } from '#domain/kernel/scopes.ts';

export type Holder = { readonly kind: CredentialKind; readonly tenant: string; readonly id: string };
const SHAPE = new RegExp(
  `^hub_(${CREDENTIAL_KINDS.join('|')})_(${TENANT.source.slice(1, -1)})\\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.[\\w-]{43,64}$`,
);

/** `hub_widget_acme.0190….…`: the same for a repeat of the command, and nothing to anyone without the tenant's key. */
export async function secretFor(
  digest: TenantDigest,
  kind: CredentialKind,
  { tenant, id }: Pick<StreamId, 'tenant' | 'id'>,
  commandId: string,
): Promise<string> {
  return `hub_${kind}_${tenant}.${id}.${await digest(tenant, `${kind}.secret`, `${id} ${commandId}`)}`;
}
/** Whose secret it says to be; undefined when it is none. */
export function holderOf(secret: string): Holder | undefined {
  const [, kind, tenant, id] = SHAPE.exec(secret) ?? [];
  return kind && tenant && id ? { kind: kind as CredentialKind, tenant, id } : undefined;
}
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
export const isSecret = (hash: string, secret: string): boolean => timingSafeEqual(Buffer.from(hash, 'hex'), Buffer.from(hashOf(secret), 'hex'));
