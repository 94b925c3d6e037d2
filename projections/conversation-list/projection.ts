import type { StoredConversationEvent } from '#domain/conversation/messages.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { ConversationList, type ConversationListRow } from './table.ts';

type Row = ConversationListRow | undefined;
type Change = Partial<ConversationListRow>;

const change = ({ revision, position }: Seen<StoredConversationEvent>, row: Row, to: Change = {}): Row => row && { ...row, ...to, revision, position };
/** Something was said, so it moves to the top. */
const said = (event: Seen<StoredConversationEvent>, row: Row, to: Change): Row => change(event, row, { ...to, active: event.position });
const later = (a: Date | null | undefined, b: Date) => (a && a > b ? a : b);

export const conversationList: Fold<StoredConversationEvent, ConversationListRow> = {
  name: 'conversation-list',
  key: ({ stream }) => stream.id,
  when: {
    ConversationOpened: ({ data: { channel, contactId, identity, name }, meta, stream, revision, position }) => ({
      ...{ tenant: meta.tenant, id: stream.id, channel, contactId, identity, name: name ?? null, patientId: null, caseId: null },
      ...{ status: 'open', mode: 'bot', holder: null, emergency: false, marketing: false, context: 1, unanswered: 0 },
      ...{ lastContent: null, lastInboundAt: null, startedAt: new Date(meta.occurredAt), resolvedAt: null, contactLostAt: null },
      ...{ active: position, revision, position },
    }),
    ContactNamed: (event, row) => change(event, row, { name: event.data.name }),
    ConversationLinked: (event, row) => change(event, row, { patientId: event.data.patientId, caseId: event.data.caseId ?? null }),
    ConversationUnlinked: (event, row) => change(event, row, { patientId: null, caseId: null }),
    ContactLost: (event, row) => change(event, row, { contactLostAt: new Date(event.meta.occurredAt) }),
    MessageReceived: (event, row) =>
      row &&
      said(event, row, {
        unanswered: row.unanswered + 1,
        lastContent: event.data.content,
        lastInboundAt: later(row.lastInboundAt, new Date(event.data.sentAt)),
      }),
    MessageQueued: (event, row) => said(event, row, { unanswered: 0, lastContent: event.data.content }),
    MessageEchoed: (event, row) => said(event, row, { unanswered: 0, lastContent: event.data.content }),
    MessageSent: (event, row) => change(event, row),
    MessageReleased: (event, row) => change(event, row),
    MessageDelayed: (event, row) => change(event, row),
    MessageResumed: (event, row) => change(event, row),
    MessageDelivered: (event, row) => change(event, row),
    MessageRead: (event, row) => change(event, row),
    MessageFailed: (event, row) => change(event, row),
    ReceiptHeld: (event, row) => change(event, row),
    HandoverRequested: (event, row) => said(event, row, { mode: 'requested' }),
    HumanTookOver: (event, row) => change(event, row, { mode: 'human', holder: event.data.memberId ?? null }),
    BotResumed: (event, row) => change(event, row, { mode: 'bot', holder: null }),
    ConversationResolved: (event, row) =>
      change(event, row, { status: 'resolved', mode: 'bot', holder: null, unanswered: 0, resolvedAt: new Date(event.meta.occurredAt) }),
    ConversationReopened: (event, row) => change(event, row, { status: 'open', context: event.data.context, resolvedAt: null }),
    MarketingAllowed: (event, row) => change(event, row, { marketing: true }),
    MarketingStopped: (event, row) => change(event, row, { marketing: false }),
    EmergencyRaised: (event, row) => said(event, row, { emergency: true }),
    EmergencyAcknowledged: (event, row) => change(event, row, { emergency: false }),
  },
};
export const conversationListView = view(conversationList, ConversationList);
