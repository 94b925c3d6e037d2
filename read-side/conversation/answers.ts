// Conversations and messages as answers show them.
import { z } from 'zod';
import { AUTHORS, CHANNELS, windowEnd } from '#domain/conversation/channels.ts';
import { STATUSES } from '#domain/conversation/delivery.ts';
import { type Content, content, MODES } from '#domain/conversation/messages.ts';
import type { ConversationListRow } from '#projections/conversation-list/table.ts';
import type { ConversationMessageRow } from '#projections/conversation-messages/table.ts';
import type { Opening } from '../kernel/opened.ts';
import { instant, openedOf, version, versionOf } from '../kernel/shapes.ts';

export const conversationItem = z
  .object({
    id: z.uuid(),
    channel: z.enum(CHANNELS),
    contact: z.object({ id: z.uuid(), identity: openedOf(z.string()), name: openedOf(z.string()).optional() }),
    customer_identifier: openedOf(z.string()).describe('The same as `contact.identity`'),
    patientId: z.uuid().optional(),
    caseId: z.uuid().optional(),
    status: z.enum(['open', 'resolved']),
    mode: z.enum(MODES).describe('Who answers: the bot, nobody yet, or a person'),
    holder: z.string().optional().describe('The member who holds it'),
    emergency: z.boolean(),
    marketing: z.boolean().describe('Agreed to marketing'),
    context: z.int(),
    unanswered: z.int(),
    last: openedOf(content).optional(),
    lastInboundAt: instant.optional(),
    windowEndsAt: instant.optional().describe('Until when a person may write free text; absent where there is no such rule, or nobody wrote yet'),
    startedAt: instant,
    resolvedAt: instant.optional(),
    contactLostAt: instant.optional().describe('Since when the number or account is somebody else’s: nothing more is said here'),
    started_at: instant.describe('The same as `startedAt`'),
    ended_at: instant.optional().describe('The same as `resolvedAt`'),
    ...version,
  })
  .meta({ id: 'Conversation' });

function windowEndsAt({ channel, lastInboundAt }: ConversationListRow): string | undefined {
  const end = lastInboundAt ? windowEnd(channel, 'human', lastInboundAt.toISOString()) : undefined;
  return end === undefined ? undefined : new Date(end).toISOString();
}

export const conversationOf = (row: ConversationListRow, { personal, health }: Opening) => ({
  id: row.id,
  channel: row.channel,
  contact: { id: row.contactId, identity: personal<string>(row.identity), name: personal<string>(row.name) },
  customer_identifier: personal<string>(row.identity),
  patientId: row.patientId ?? undefined,
  caseId: row.caseId ?? undefined,
  status: row.status,
  mode: row.mode,
  holder: row.holder ?? undefined,
  emergency: row.emergency,
  marketing: row.marketing,
  context: row.context,
  unanswered: row.unanswered,
  last: health<Content>(row.lastContent),
  lastInboundAt: row.lastInboundAt?.toISOString(),
  windowEndsAt: windowEndsAt(row),
  startedAt: row.startedAt.toISOString(),
  resolvedAt: row.resolvedAt?.toISOString(),
  contactLostAt: row.contactLostAt?.toISOString(),
  started_at: row.startedAt.toISOString(),
  ended_at: row.resolvedAt?.toISOString(),
  ...versionOf(row),
});

export const message = z
  .object({
    id: z.uuid(),
    conversation_id: z.uuid(),
    role: z.enum(['user', 'assistant', 'system']).describe('As language models call it; a person and the bot are both `assistant`'),
    author: z.enum(['customer', ...AUTHORS]),
    memberId: z.string().optional(),
    context: z.int(),
    kind: z.string(),
    template: z.string().optional(),
    content: openedOf(content),
    status: z.enum(STATUSES),
    failure: z.string().optional(),
    at: instant,
    created_at: instant.describe('The same as `at`'),
    statusAt: instant,
    ...version,
  })
  .meta({ id: 'ConversationMessage' });

const ROLE = { customer: 'user', human: 'assistant', bot: 'assistant', hub: 'system' } as const;
export const messageOf = (row: ConversationMessageRow, { health }: Opening) => ({
  id: row.id,
  conversation_id: row.conversationId,
  role: ROLE[row.author],
  author: row.author,
  memberId: row.memberId ?? undefined,
  context: row.context,
  kind: row.kind,
  template: row.template ?? undefined,
  content: health<Content>(row.content),
  status: row.status,
  failure: row.failure ?? undefined,
  at: row.at.toISOString(),
  created_at: row.at.toISOString(),
  statusAt: row.statusAt.toISOString(),
  ...versionOf(row),
});
