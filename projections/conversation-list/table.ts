import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Channel } from '#domain/conversation/channels.ts';
import type { Sealed } from '#domain/kernel/sealing.ts';
import { isolated } from '../kernel/table.ts';

export type Mode = 'bot' | 'requested' | 'human';

/** `active` orders the inbox, the one spoken in last first; `position` also moves with delivery reports. */
export const ConversationList = defineEntity({
  name: 'ConversationList',
  tableName: 'conversation_list',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'active'] }, { properties: ['tenant', 'patientId'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    channel: p.text().$type<Channel>(),
    contactId: p.uuid(),
    identity: p.json<Sealed>(),
    name: p.json<Sealed>().nullable(),
    patientId: p.uuid().nullable(),
    caseId: p.uuid().nullable(),
    status: p.text().$type<'open' | 'resolved'>(),
    mode: p.text().$type<Mode>(),
    /** The member who holds it. */
    holder: p.text().nullable(),
    emergency: p.boolean(),
    marketing: p.boolean(),
    context: p.integer(),
    /** Customer's messages since somebody of the tenant, or the bot, last said something. */
    unanswered: p.integer(),
    lastContent: p.json<Sealed>().nullable(),
    lastInboundAt: p.datetime().nullable(),
    active: p.bigint(),
    startedAt: p.datetime(),
    resolvedAt: p.datetime().nullable(),
    /** Since when the number or account is somebody else's. */
    contactLostAt: p.datetime().nullable(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type ConversationListRow = InferEntity<typeof ConversationList>;
