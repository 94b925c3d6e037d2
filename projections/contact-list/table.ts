import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { HOLDERS, IdentityCommand } from '#domain/identity/messages.ts';
import type { Sealed } from '#domain/kernel/sealing.ts';
import { isolated } from '../kernel/table.ts';

type Channel = Extract<IdentityCommand, { type: 'LinkContact' }>['data']['channel'];
/** Whose each phone number or account is, or was until `until`. `id`: under whose key what was said is kept; `contact`: the stream that knows whose it is. */
export const ContactList = defineEntity({
  name: 'ContactList',
  tableName: 'contact_list',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'position'] }, { properties: ['tenant', 'holderId'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    contact: p.uuid(),
    channel: p.text().$type<Channel>(),
    identity: p.json<Sealed>(),
    holderKind: p.text().$type<(typeof HOLDERS)[number]>(),
    holderId: p.uuid(),
    since: p.datetime(),
    until: p.datetime().nullable(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type ContactRow = InferEntity<typeof ContactList>;
