// Members and tenants for signing in, from their views, as the application's role: it sees the rows of the e-mail key that was typed, in
// every tenant, and the tenants it names one by one.
import type { Role } from '#domain/kernel/roles.ts';
import type { Sealed } from '#domain/kernel/sealing.ts';
import type { AuthPorts, TenantRow } from '#write-side/auth/ports.ts';
import { type Pool, transaction } from '../postgres/pool.ts';
import { name, scoped } from './scoped.ts';

type Member = { tenant: string; id: string; roles: Role[]; name: Sealed; email: Sealed; password_hash: Sealed | null; patient_id: string | null };
type Tenant = { id: string; name: string; kind: TenantRow['kind']; locale: string; status: string };

export const makeLookup = (pool: Pool): Pick<AuthPorts, 'findMembers' | 'findTenants'> => ({
  findMembers: (emailKey) =>
    scoped(pool, 'app.email_key', emailKey, async (client) => {
      const { rows } = await client.query<Member>(
        'select tenant, id, roles, name, email, password_hash, patient_id from members where email_key = $1 and active order by tenant, id',
        [emailKey],
      );
      return rows.map((m) => ({
        tenant: m.tenant,
        memberId: m.id,
        roles: m.roles,
        name: m.name,
        email: m.email,
        passwordHash: m.password_hash ?? undefined,
        patientId: m.patient_id ?? undefined,
      }));
    }),
  findTenants: (slugs) =>
    transaction(pool, async (client) => {
      const found: TenantRow[] = [];
      for (const slug of slugs) {
        await name(client, 'app.tenant_id', slug);
        const { rows } = await client.query<Tenant>('select id, name, kind, locale, status from tenants where tenant = $1', [slug]);
        found.push(...rows.map((t) => ({ slug: t.id, name: t.name, kind: t.kind, locale: t.locale, suspended: t.status === 'suspended' })));
      }
      return found;
    }),
});
