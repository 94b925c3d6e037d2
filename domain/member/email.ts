// One person may be a member of several tenants and signs in with an e-mail before naming one, so the key is the hub's, not a tenant's.
import type { TenantDigest } from '../kernel/sealing.ts';

const HUB = 'hub';

export const normaliseEmail = (email: string): string => email.trim().normalize('NFKC').toLowerCase();
/** The hex key a member is found by at sign-in: equal for the same e-mail in every tenant, meaningless without the hub's key. */
export const emailKeyOf = (digest: TenantDigest, email: string): Promise<string> => digest(HUB, 'email', normaliseEmail(email));
