import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Author } from '#domain/conversation/channels.ts';
import type { Status } from '#domain/conversation/delivery.ts';
import type { Sealed } from '#domain/kernel/sealing.ts';
import { isolated } from '../kernel/table.ts';

/** `id` is the message's. `said` orders them, the last first. */
export const ConversationMessage = defineEntity({
  name: 'ConversationMessage',
  tableName: 'conversation_messages',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'conversationId', 'said'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    conversationId: p.uuid(),
    context: p.integer(),
    /** `customer`, or who spoke for the business. */
    author: p.text().$type<Author | 'customer'>(),
    memberId: p.text().nullable(),
    kind: p.text(),
    template: p.text().nullable(),
    content: p.json<Sealed>(),
    status: p.text().$type<Status>(),
    failure: p.text().nullable(),
    at: p.datetime(),
    statusAt: p.datetime(),
    said: p.bigint(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type ConversationMessageRow = InferEntity<typeof ConversationMessage>;
