import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Role } from '#domain/kernel/roles.ts';
import type { Sealed } from '#domain/kernel/sealing.ts';
import { isolated } from '../kernel/table.ts';

/** Sign-in looks a person up in all tenants by the key of the e-mail that was typed, and sees those rows only. */
const bySignIn = "email_key = nullif(current_setting('app.email_key', true), '')";

export const Member = defineEntity({
  name: 'Member',
  tableName: 'members',
  ...isolated(bySignIn),
  indexes: [{ properties: ['emailKey'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    emailKey: p.text(),
    email: p.json<Sealed>(),
    name: p.json<Sealed>(),
    passwordHash: p.json<Sealed>().nullable(),
    /** The second factor; its id is that of the event that enrolled it. */
    factor: p.json<{ secret: Sealed; recovery: Sealed }>().nullable(),
    roles: p.json<Role[]>(),
    /** The only person a patient or companion may see. */
    patientId: p.uuid().nullable(),
    /** Has at least one role. */
    active: p.boolean(),
    invitedAt: p.datetime(),
    /** When the last role was taken away. */
    leftAt: p.datetime().nullable(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type MemberRow = InferEntity<typeof Member>;
