import { type Decider, reject } from '../kernel/decider.ts';
import { getIn } from '../kernel/id-map.ts';
import { raiseEmergency, reopened, requestHandover, resolve, returnToBot, tookOver } from './holding.ts';
import { follow, lose } from './contact.ts';
import type { ConversationCommand, ConversationEvent } from './messages.ts';
import { delay, giveUp, release, resume } from './leaving.ts';
import { reportDelivery } from './reports.ts';
import { heldByAnother, send } from './sending.ts';
import { answered, missHandover, warnOfWindow, windowBy } from './waiting.ts';
import { type ConversationState, type Decided, evolve, type OpenedConversation } from './state.ts';

const ifKnown = (state: ConversationState, decide: (open: OpenedConversation) => Decided): Decided =>
  state.status === 'unknown' ? reject('conversation.unknown') : decide(state);

/** Nothing reaches whom it is for once the contact is somebody else's. */
const ifReachable = (state: ConversationState, decide: (open: OpenedConversation) => Decided): Decided =>
  ifKnown(state, (open) => (open.lost ? reject('conversation.contact-lost') : decide(open)));

type Received = Extract<ConversationCommand, { type: 'ReceiveMessage' }>['data'];
type Contact = Extract<ConversationCommand, { type: 'StartConversation' }>['data'];

/** Opened once, and linked to the patient as soon as somebody knows who it is; whom a person linked it to since stays. */
function meet(state: ConversationState, { channel, contactId, identity, name, patientId }: Contact): ConversationEvent[] {
  const known = state.status !== 'unknown';
  const linked = known && state.patientId !== undefined;
  return [
    ...(known ? [] : [{ type: 'ConversationOpened', data: { channel, contactId, identity, ...(name && { name }) } } as const]),
    ...(patientId && !linked ? [{ type: 'ConversationLinked', data: { patientId } } as const] : []),
  ];
}

function receive(state: ConversationState, data: Received, at: string): Decided {
  const { messageId, externalId, kind, content } = data;
  if (state.status !== 'unknown' && getIn(state.messages, messageId)) return [];
  if (state.status !== 'unknown' && state.lost) return reject('conversation.contact-lost');
  const again = state.status === 'unknown' ? [] : reopened(state);
  const context = state.status === 'unknown' ? 1 : state.context + again.length;
  // A clock that runs ahead must not hold the window open.
  const sentAt = data.sentAt && Date.parse(data.sentAt) < Date.parse(at) ? data.sentAt : at;
  const answerBy = windowBy({ overdue: {}, ...(state.status === 'unknown' ? data : state) }, sentAt);
  const more = { ...(answerBy && { answerBy }), ...(externalId && { externalId }) };
  const received: ConversationEvent = { type: 'MessageReceived', data: { messageId, context, kind, sentAt, content, ...more } };
  return [...meet(state, data), ...again, received];
}

type Echo = Extract<ConversationCommand, { type: 'RecordEcho' }>['data'];
/** Channels echo what the hub itself sent too; only what it did not send was a person. */
function echo(open: OpenedConversation, { messageId, externalKey, sentAt, kind, content }: Echo, at: string): Decided {
  if (getIn(open.messages, messageId) || (externalKey && getIn(open.sentAs, externalKey))) return [];
  const again = reopened(open);
  const taken = open.status === 'open' && open.mode === 'human' ? [] : tookOver(open, 'app', at);
  const context = open.context + again.length;
  const echoed: ConversationEvent = { type: 'MessageEchoed', data: { messageId, context, kind, sentAt, content, ...(externalKey && { externalKey }) } };
  return [...again, ...taken, echoed, ...answered(open, 'window')];
}

export const conversation: Decider<ConversationCommand, ConversationEvent, ConversationState> = {
  initial: { status: 'unknown' },
  decide: {
    StartConversation: ({ data }, state) => meet(state, data),
    ReceiveMessage: ({ data, at }, state) => receive(state, data, at),
    NameContact: ({ data: { name } }, state) => ifKnown(state, () => [{ type: 'ContactNamed', data: { name } }]),
    LinkConversation: ({ data: { patientId, caseId } }, state) =>
      ifKnown(state, () => [{ type: 'ConversationLinked', data: { patientId, ...(caseId && { caseId }) } }]),
    FollowContact: ({ data }, state) => ifKnown(state, (open) => follow(open, data)),
    LoseContact: ({ at }, state) => ifKnown(state, (open) => lose(open, at)),
    SendMessage: ({ data, ...given }, state) => ifReachable(state, (open) => send(open, data, given)),
    ReleaseMessage: ({ data: { messageId }, at }, state) => ifKnown(state, (open) => release(open, messageId, at)),
    DelayMessage: ({ data, at }, state) => ifKnown(state, (open) => delay(open, data, at)),
    ResumeMessage: ({ data: { messageId } }, state) => ifKnown(state, (open) => resume(open, messageId)),
    GiveUpMessage: ({ data: { messageId }, at }, state) => ifKnown(state, (open) => giveUp(open, messageId, at)),
    ReportDelivery: ({ data }, state) => ifKnown(state, (open) => reportDelivery(open, data)),
    RecordEcho: ({ data, at }, state) => ifReachable(state, (open) => echo(open, data, at)),
    RequestHandover: ({ data, ...given }, state) => ifReachable(state, (open) => requestHandover(open, data, given)),
    TakeOver: ({ data: _, ...given }, state) =>
      ifReachable(state, (open) => {
        if (open.mode === 'human' && open.holder === given.by.id) return [];
        return heldByAnother(open, given) ?? [...reopened(open), ...tookOver(open, 'inbox', given.at, given.by.id)];
      }),
    ReturnToBot: ({ data: _, ...given }, state) => ifKnown(state, (open) => returnToBot(open, given)),
    ResolveConversation: ({ data: _, ...given }, state) => ifKnown(state, (open) => resolve(open, given)),
    AllowMarketing: ({ data: { evidence } }, state) => ifKnown(state, ({ marketing }) => (marketing ? [] : [{ type: 'MarketingAllowed', data: { evidence } }])),
    StopMarketing: (_, state) => ifKnown(state, ({ marketing, channel }) => (marketing ? [{ type: 'MarketingStopped', data: { channel } }] : [])),
    RaiseEmergency: ({ data, ...given }, state) => ifReachable(state, (open) => raiseEmergency(open, data, given)),
    AcknowledgeEmergency: ({ by }, state) =>
      ifKnown(state, ({ emergency, emergencySince: since }) =>
        emergency ? [{ type: 'EmergencyAcknowledged', data: { memberId: by.id, ...(since && { since }) } }] : [],
      ),
    MissHandover: (given, state) => ifKnown(state, (open) => missHandover(open, given)),
    WarnOfWindow: (given, state) => ifKnown(state, (open) => warnOfWindow(open, given)),
  },
  evolve,
};
