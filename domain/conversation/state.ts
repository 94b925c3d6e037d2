// What the rules of a conversation remember, and how each event changes it. Never a word that was said.
import type { Rejection } from '../kernel/decider.ts';
import { EMPTY, getIn, type IdMap, setIn } from '../kernel/id-map.ts';
import { type Author, CHANNEL_RULES, type Channel } from './channels.ts';
import { isHigher, type Report, type Status } from './delivery.ts';
import type { ConversationEvent, MODES, WAITS } from './messages.ts';

export type Mode = (typeof MODES)[number];
/** `attempt`: how often it was delayed; `delayed`: until it is resumed, nobody sends it. */
type Sent = { readonly author: Author; readonly status: Status; readonly template: boolean; readonly attempt?: number; readonly delayed?: boolean };
export type Receipt = { readonly status: Report; readonly reportedAt: string; readonly code?: string };
export type OpenedConversation = {
  readonly status: 'open' | 'resolved';
  readonly channel: Channel;
  readonly contactId: string;
  readonly patientId?: string;
  /** The contact belongs to somebody else now: nothing more is said here. */
  readonly lost?: true;
  readonly mode: Mode;
  /** The member who holds it; none while somebody answers in the channel's own app. */
  readonly holder?: string;
  readonly context: number;
  /** By when a person was promised. */
  readonly answerBy?: string;
  /** What was told to be overdue, and since when. */
  readonly overdue: { readonly [K in (typeof WAITS)[number]]?: string };
  /** Whether anybody but the hub's fixed texts answered the customer's last message. */
  readonly isAnswered: boolean;
  readonly emergencySince?: string;
  readonly lastInbound?: { readonly messageId: string; readonly sentAt: string };
  readonly marketing: boolean;
  readonly emergency: boolean;
  /** Incoming ones too, so that a repeat is known. */
  readonly messages: IdMap<Sent>;
  /** Message ids by the provider's. */
  readonly sentAs: IdMap<string>;
  readonly held: IdMap<Receipt>;
  /** The bot's messages that have not been released yet. */
  readonly waiting: readonly string[];
  /** On a carried channel, what the provider has not taken yet, in the order in which it was said. */
  readonly line: readonly string[];
};
export type ConversationState = { readonly status: 'unknown' } | OpenedConversation;
export type Decided = ConversationEvent[] | Rejection;

const INBOUND: Sent = { author: 'human', status: 'received', template: false };
const change = (state: ConversationState, to: (s: OpenedConversation) => Partial<OpenedConversation>): ConversationState =>
  state.status === 'unknown' ? state : { ...state, ...to(state) };
const without = (ids: readonly string[], id: string) => ids.filter((one) => one !== id);

const reached = (state: ConversationState, messageId: string, status: Status): ConversationState =>
  change(state, ({ messages, waiting, line }) => {
    const before = getIn(messages, messageId);
    return before && isHigher(status, before.status)
      ? {
          messages: setIn(messages, messageId, { ...before, status }),
          waiting: without(waiting, messageId),
          ...(status !== 'released' && { line: without(line, messageId) }),
        }
      : {};
  });

type Evolve = { [T in ConversationEvent['type']]: (event: Extract<ConversationEvent, { type: T }>, state: ConversationState) => ConversationState };
export const evolve: Evolve = {
  ConversationOpened: ({ data: { channel, contactId } }) => ({
    ...{ status: 'open', channel, contactId, mode: 'bot', context: 1, marketing: false, emergency: false },
    ...{ messages: EMPTY, sentAs: EMPTY, held: EMPTY, waiting: [], line: [], overdue: {}, isAnswered: true },
  }),
  ContactNamed: (_, state) => state,
  ConversationLinked: ({ data: { patientId } }, state) => change(state, () => ({ patientId })),
  ConversationUnlinked: (_, state) => change(state, () => ({ patientId: undefined })),
  ContactLost: (_, state) => change(state, () => ({ lost: true })),
  MessageReceived: ({ data: { messageId, sentAt } }, state) =>
    change(state, ({ messages, lastInbound }) => ({
      messages: setIn(messages, messageId, INBOUND),
      isAnswered: false,
      // What was written last counts, not what came last.
      lastInbound: lastInbound && Date.parse(lastInbound.sentAt) > Date.parse(sentAt) ? lastInbound : { messageId, sentAt },
    })),
  MessageQueued: ({ data: { messageId, author, template } }, state) =>
    change(state, ({ messages, waiting, line, channel }) => ({
      messages: setIn(messages, messageId, { author, status: 'queued', template: template !== undefined }),
      ...(author !== 'hub' && { isAnswered: true }),
      ...(author === 'bot' && { waiting: [...waiting, messageId] }),
      ...(CHANNEL_RULES[channel].carried && { line: [...line, messageId] }),
    })),
  MessageReleased: ({ data }, state) => reached(state, data.messageId, 'released'),
  MessageDelayed: ({ data: { messageId, attempt } }, state) =>
    change(state, ({ messages, waiting }) => {
      const before = getIn(messages, messageId);
      if (!before) return {};
      const isBots = before.author === 'bot' && !waiting.includes(messageId);
      return {
        messages: setIn(messages, messageId, { ...before, status: 'queued', attempt, delayed: true }),
        ...(isBots && { waiting: [...waiting, messageId] }),
      };
    }),
  MessageResumed: ({ data: { messageId } }, state) =>
    change(state, ({ messages }) => {
      const before = getIn(messages, messageId);
      return before ? { messages: setIn(messages, messageId, { ...before, delayed: false }) } : {};
    }),
  MessageSent: ({ data: { messageId, externalKey } }, state) => {
    const sent = reached(state, messageId, 'sent');
    return externalKey ? change(sent, ({ sentAs }) => ({ sentAs: setIn(sentAs, externalKey, messageId) })) : sent;
  },
  MessageDelivered: ({ data }, state) => reached(state, data.messageId, 'delivered'),
  MessageRead: ({ data }, state) => reached(state, data.messageId, 'read'),
  MessageFailed: ({ data }, state) => reached(state, data.messageId, 'failed'),
  ReceiptHeld: ({ data: { externalKey, status, reportedAt, code } }, state) =>
    change(state, ({ held }) => ({ held: setIn(held, externalKey, { status, reportedAt, ...(code && { code }) }) })),
  MessageEchoed: ({ data: { messageId, externalKey } }, state) =>
    change(state, ({ messages, sentAs }) => ({
      messages: setIn(messages, messageId, { author: 'human', status: 'sent', template: false }),
      isAnswered: true,
      ...(externalKey && { sentAs: setIn(sentAs, externalKey, messageId) }),
    })),
  HandoverRequested: ({ data: { answerBy } }, state) => change(state, () => ({ mode: 'requested', answerBy })),
  HumanTookOver: ({ data: { memberId } }, state) => change(state, () => ({ mode: 'human', holder: memberId })),
  BotResumed: (_, state) => change(state, () => ({ mode: 'bot', holder: undefined })),
  ConversationResolved: (_, state) => change(state, () => ({ status: 'resolved', mode: 'bot', holder: undefined })),
  ConversationReopened: ({ data: { context } }, state) => change(state, () => ({ status: 'open', context })),
  MarketingAllowed: (_, state) => change(state, () => ({ marketing: true })),
  MarketingStopped: (_, state) => change(state, () => ({ marketing: false })),
  EmergencyRaised: ({ data: { since } }, state) => change(state, () => ({ emergency: true, emergencySince: since })),
  EmergencyAcknowledged: (_, state) => change(state, () => ({ emergency: false })),
  AnswerOverdue: ({ data: { kind, by } }, state) => change(state, ({ overdue }) => ({ overdue: { ...overdue, [kind]: by } })),
  AnswerGiven: ({ data: { kind } }, state) => change(state, ({ overdue }) => ({ overdue: { ...overdue, [kind]: undefined } })),
};
