// Members and tenants as sign-in asks for them, from the views.
import { Member } from '#projections/members/table.ts';
import { Tenant } from '#projections/tenants/table.ts';
import type { Reader } from '#read-side/kernel/reader.ts';
import type { AuthPorts } from '#write-side/auth/ports.ts';

export const makeAccounts = (reader: Reader): Pick<AuthPorts, 'findMembers' | 'findTenants'> => ({
  findMembers: (emailKey) =>
    reader.signingIn(emailKey, async (rows) =>
      (await rows.find(Member, { emailKey, active: true })).map((row) => ({
        tenant: row.tenant,
        memberId: row.id,
        roles: row.roles,
        name: row.name,
        email: row.email,
        passwordHash: row.passwordHash ?? undefined,
        factor: row.factor ?? undefined,
        patientId: row.patientId ?? undefined,
        position: row.position,
      })),
    ),
  findTenants: async (slugs) => {
    const found = await Promise.all(slugs.map((slug) => reader.within(slug, (rows) => rows.findOne(Tenant, { tenant: slug }))));
    return found.flatMap((row) =>
      row ? [{ slug: row.tenant, name: row.name, kind: row.kind, locale: row.locale, suspended: row.status === 'suspended', position: row.position }] : [],
    );
  },
});
