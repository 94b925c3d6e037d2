import { isHigher, type Status } from '#domain/conversation/delivery.ts';
import type { StoredConversationEvent } from '#domain/conversation/messages.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { ConversationMessage, type ConversationMessageRow } from './table.ts';

type Row = ConversationMessageRow | undefined;
type Event = Seen<StoredConversationEvent>;

/** Only ever up the ladder: a late report changes nothing. */
function reached({ meta, revision, position }: Event, row: Row, status: Status, more: { at?: string; failure?: string } = {}): Row {
  if (!row || !isHigher(status, row.status)) return undefined;
  return { ...row, status, statusAt: new Date(more.at ?? meta.occurredAt), failure: more.failure ?? null, revision, position };
}
const begun = ({ meta, stream, revision, position }: Event) => ({
  ...{ tenant: meta.tenant, conversationId: stream.id, template: null, failure: null, memberId: null, said: position, revision, position },
  statusAt: new Date(meta.occurredAt),
});

export const conversationMessages: Fold<StoredConversationEvent, ConversationMessageRow> = {
  name: 'conversation-messages',
  key: ({ data }) => ('messageId' in data ? data.messageId : undefined),
  when: {
    MessageReceived: (event) => {
      const { messageId, context, kind, content, sentAt } = event.data;
      return { ...begun(event), id: messageId, context, author: 'customer', kind, content, status: 'received', at: new Date(sentAt) };
    },
    MessageQueued: (event) => {
      const { messageId, context, author, kind, content, template } = event.data;
      const by = { author, memberId: author === 'human' ? event.meta.actor.id : null, template: template?.name ?? null };
      return { ...begun(event), id: messageId, context, ...by, kind, content, status: 'queued', at: new Date(event.meta.occurredAt) };
    },
    MessageEchoed: (event) => {
      const { messageId, context, kind, content, sentAt } = event.data;
      return { ...begun(event), id: messageId, context, author: 'human', kind, content, status: 'sent', at: new Date(sentAt) };
    },
    MessageReleased: (event, row) => reached(event, row, 'released'),
    MessageDelayed: (event, row) =>
      row && isHigher('sent', row.status) ? { ...row, status: 'queued', revision: event.revision, position: event.position } : undefined,
    MessageSent: (event, row) => reached(event, row, 'sent', { at: event.data.reportedAt }),
    MessageDelivered: (event, row) => reached(event, row, 'delivered', { at: event.data.reportedAt }),
    MessageRead: (event, row) => reached(event, row, 'read', { at: event.data.reportedAt }),
    MessageFailed: (event, row) => reached(event, row, 'failed', { at: event.data.reportedAt, failure: event.data.code }),
  },
};
export const conversationMessagesView = view(conversationMessages, ConversationMessage);
