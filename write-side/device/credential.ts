// A device's secret: shown once, when it is made. The log keeps only its hash, which 256 random bits need not have salted or slow.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { TenantDigest } from '#domain/kernel/sealing.ts';

/** The secret a command makes: the same for a repeat of the command, and nothing to anyone without the tenant's key. */
export const credentialFor = async (digest: TenantDigest, tenant: string, deviceId: string, commandId: string): Promise<string> =>
  `dev_${await digest(tenant, 'device.credential', `${deviceId} ${commandId}`)}`;

export const hashOf = (credential: string): string => createHash('sha256').update(credential).digest('hex');
export const isCredential = (hash: string, credential: string): boolean => timingSafeEqual(Buffer.from(hash, 'hex'), Buffer.from(hashOf(credential), 'hex'));
