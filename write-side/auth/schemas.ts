// Bodies and answers of signing in.
import { z } from 'zod';
import { tenantSlug } from '#domain/kernel/envelope.ts';
import { role } from '#domain/kernel/roles.ts';

export const password = z.string().min(1).max(1024);
export const code = z.string().trim().min(6).max(20).describe('Six digits of the authenticator app, or a recovery code');
export const loginBody = z.object({
  email: z.string().trim().min(3).max(254),
  password,
  code: code.optional(),
  tenant: tenantSlug.optional(),
  session: z.literal('cookie').optional(),
});
const refreshToken = z.string().regex(/^[\w-]{43}$/, 'not a refresh token of this hub');
export const refreshBody = z.object({ refreshToken: refreshToken.optional(), tenant: tenantSlug.optional() });
export const logoutBody = z.object({ refreshToken: refreshToken.optional() });
export const switchBody = z.object({ tenant: tenantSlug, code: code.optional() });

const openedText = z.union([z.string(), z.object({ absent: z.enum(['REDACTED', 'SHREDDED']) })]).meta({ id: 'OpenedText' });
const member = z.object({ id: z.string(), name: openedText, email: openedText, roles: z.array(role) }).meta({ id: 'SignedInMember' });
const tenant = z.object({ slug: z.string(), name: z.string(), kind: z.enum(['clinic', 'agency']), locale: z.string() }).meta({ id: 'SignedInTenant' });
const tenants = z.array(tenant.omit({ locale: true }).extend({ roles: z.array(role) }));
const rights = z.object({ cases: z.enum(['all', 'referred', 'own', 'none']), personal: z.boolean(), health: z.boolean(), history: z.boolean() });

export const me = z.object({ member, tenant, tenants, rights });
export const signedIn = z
  .object({ accessToken: z.string(), expiresIn: z.number().int().describe('Seconds'), refreshToken: z.string().optional(), member, tenant, tenants })
  .meta({ id: 'SignedIn' });
