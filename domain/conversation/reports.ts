// What providers report about messages.
import { reject } from '../kernel/decider.ts';
import { getIn } from '../kernel/id-map.ts';
import { isHigher, type Status } from './delivery.ts';
import type { ConversationCommand, ConversationEvent } from './messages.ts';
import type { Decided, OpenedConversation, Receipt } from './state.ts';

type Reported = Extract<ConversationCommand, { type: 'ReportDelivery' }>['data'];

function eventOf(messageId: string, { status, reportedAt, code }: Receipt): ConversationEvent {
  if (status === 'failed') return { type: 'MessageFailed', data: { messageId, reportedAt, code: code ?? 'unspecified' } };
  const types = { sent: 'MessageSent', delivered: 'MessageDelivered', read: 'MessageRead' } as const;
  return { type: types[status], data: { messageId, reportedAt } };
}

/** Held until somebody says whose it is; of several, the highest. */
function hold({ held }: OpenedConversation, externalKey: string, { status, reportedAt, code }: Receipt): Decided {
  const before = getIn(held, externalKey);
  return before && !isHigher(status, before.status) ? [] : [{ type: 'ReceiptHeld', data: { externalKey, status, reportedAt, ...(code && { code }) } }];
}

/** The first report that brings the provider's id: it is recorded whatever came before, and what was held for that id now counts. */
function link(open: OpenedConversation, messageId: string, now: Status, { externalKey, externalId, status, reportedAt, code }: Reported): Decided {
  const sent: ConversationEvent = {
    type: 'MessageSent',
    data: { messageId, reportedAt, ...(externalKey && { externalKey }), ...(externalId && { externalId }) },
  };
  const own: Receipt = { status, reportedAt, ...(code && { code }) };
  const waiting = getIn(open.held, externalKey!);
  const best = waiting && isHigher(waiting.status, own.status) ? waiting : own;
  return best.status !== 'sent' && isHigher(best.status, now) ? [sent, eventOf(messageId, best)] : [sent];
}

export function reportDelivery(open: OpenedConversation, data: Reported): Decided {
  const { externalKey, status, reportedAt, code } = data;
  const linked = externalKey && getIn(open.sentAs, externalKey);
  const messageId = data.messageId ?? linked;
  const receipt: Receipt = { status, reportedAt, ...(code && { code }) };
  if (!messageId) return externalKey ? hold(open, externalKey, receipt) : reject('message.unknown');
  const message = getIn(open.messages, messageId);
  if (!message || message.status === 'received') return reject('message.unknown');
  if (externalKey && !linked) return link(open, messageId, message.status, data);
  return isHigher(status, message.status) ? [eventOf(messageId, receipt)] : [];
}
