// A conversation: everything said between a tenant and one contact on one channel, for ever. Its id derives from channel and identity, so a
// contact cannot have two, however many webhooks come at once.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';
import { AUTHORS, CHANNELS } from './channels.ts';
import { REPORTS } from './delivery.ts';
import { LANGUAGES } from './notices.ts';

export const channel = z.enum(CHANNELS);
export const MODES = ['bot', 'requested', 'human'] as const;
export const WAITS = ['hand-over', 'window'] as const;
export const mode = z.enum(MODES);
export const language = z.enum(LANGUAGES);
export const author = z.enum(AUTHORS);
export const messageKind = z.enum(['text', 'image', 'audio', 'video', 'document', 'location', 'contact', 'reaction', 'choice', 'other']);
export const purpose = z.enum(['service', 'marketing']);
/** A phone number, page-scoped id or widget visitor id, as the channel writes it. */
export const identity = z.string().trim().min(1).max(255);
export const name = z.string().trim().min(1).max(200);
export const reason = z.string().trim().min(1).max(2000);
/** `ref` names the file where media are kept, or is the address from which a provider fetches it; `name` is the file's, as its receiver sees it. */
const media = z.strictObject({
  mime: z.string().min(3).max(127),
  ref: z.string().min(1).max(1000),
  bytes: z.int().min(0).optional(),
  name: z.string().trim().min(1).max(255).optional(),
});
export const content = z
  .strictObject({
    text: z.string().min(1).max(8000).optional(),
    media: z.array(media).max(10).optional(),
    variables: z.array(z.string().max(1000)).max(20).optional(),
  })
  .describe('What was said');
export const template = z.strictObject({ name: z.string().regex(/^[a-z0-9_]{1,512}$/), language: z.string().min(2).max(10) });
/** Tenant-keyed digest (hex) of a provider's message id: the id itself may hold a phone number. */
const externalKey = z.string().regex(/^[0-9a-f]{16,128}$/);
const externalId = z.string().min(1).max(512);
/** What a provider said went wrong, such as `131047`. */
const code = z.string().regex(/^[\w.-]{1,64}$/);
const at = z.iso.datetime();
const context = z.int().min(1);
const report = z.enum(REPORTS);
export type MessageKind = z.infer<typeof messageKind>;
export type Content = z.infer<typeof content>;
export type Template = z.infer<typeof template>;

/** `patientId`: the contact is known to be this patient. */
const contact = { channel, contactId: id, identity, name: name.optional(), patientId: id.optional() };
const nothing = z.strictObject({});
export const conversationCommands = defineCommands({
  StartConversation: z.strictObject(contact),
  /** `sentAt` is the provider's time; absent = now. */
  ReceiveMessage: z.strictObject({ ...contact, messageId: id, externalId: externalId.optional(), sentAt: at.optional(), kind: messageKind, content }),
  NameContact: z.strictObject({ name }),
  LinkConversation: z.strictObject({ patientId: id, caseId: id.optional() }),
  /** The contact is known to be `patientId`, or nobody known any more; `was`: whom it was thought to be. What a person linked otherwise stays. */
  FollowContact: z.strictObject({ patientId: id.optional(), was: id.optional() }),
  /** The number or account is somebody else's now. */
  LoseContact: nothing,
  /** `answers`: the customer's message the words were made for; a bot's words are refused when another came since. */
  SendMessage: z.strictObject({
    messageId: id,
    kind: messageKind.optional(),
    content,
    template: template.optional(),
    purpose: purpose.optional(),
    answers: id.optional(),
  }),
  /** Given right before the provider is called; only who is answered MessageReleased may call, once. Absent `messageId`: the next in line. */
  ReleaseMessage: z.strictObject({ messageId: id.optional() }),
  /** The provider takes nothing now, and has surely not taken this. `code` says why. */
  DelayMessage: z.strictObject({ messageId: id, until: at, code }),
  ResumeMessage: z.strictObject({ messageId: id }),
  /** Nobody knows whether the provider took it, and it has not told since. */
  GiveUpMessage: z.strictObject({ messageId: id }),
  /** By message or by the provider's id; `code` says why it failed. */
  ReportDelivery: z.strictObject({
    messageId: id.optional(),
    externalKey: externalKey.optional(),
    externalId: externalId.optional(),
    status: report,
    reportedAt: at,
    code: code.optional(),
  }),
  /** Somebody of the tenant answered in the channel's own app. */
  RecordEcho: z.strictObject({ messageId: id, externalKey: externalKey.optional(), sentAt: at, kind: messageKind, content }),
  RequestHandover: z.strictObject({ messageId: id, language, reason: reason.optional() }),
  TakeOver: nothing,
  ReturnToBot: nothing,
  ResolveConversation: nothing,
  AllowMarketing: z.strictObject({ evidence: z.string().trim().min(1).max(200) }),
  StopMarketing: nothing,
  RaiseEmergency: z.strictObject({ messageId: id, language, recommendationId: id.optional() }),
  AcknowledgeEmergency: nothing,
  /** Given by deadlines: nobody took over; nobody answered, and the channel's window closes. */
  MissHandover: nothing,
  WarnOfWindow: nothing,
});
export type ConversationCommand = CommandOf<typeof conversationCommands>;

const reported = { operational: { messageId: id, reportedAt: at } };
const overdue = { operational: { kind: z.enum(WAITS), by: at } };
export const conversationEvents = defineEvents({
  ConversationOpened: { operational: { channel, contactId: id }, personal: { identity, name: name.optional() } },
  ContactNamed: { personal: { name } },
  ConversationLinked: { operational: { patientId: id, caseId: id.optional() } },
  ConversationUnlinked: { operational: { patientId: id } },
  ContactLost: { operational: { contactId: id } },
  /** `context` counts the times the conversation was resolved, from 1: what was said in an earlier one is not the bot's business any more. `answerBy`: when the channel takes no more free text. */
  MessageReceived: {
    operational: { messageId: id, context, kind: messageKind, sentAt: at, answerBy: at.optional() },
    personal: { externalId: externalId.optional() },
    health: { content },
  },
  MessageQueued: {
    operational: { messageId: id, context, author, kind: messageKind, purpose, template: template.optional(), answers: id.optional() },
    health: { content },
  },
  MessageReleased: { operational: { messageId: id } },
  /** `attempt` counts the delays. */
  MessageDelayed: { operational: { messageId: id, until: at, attempt: z.int().min(1), code } },
  MessageResumed: { operational: { messageId: id, attempt: z.int().min(1) } },
  MessageSent: { operational: { messageId: id, reportedAt: at, externalKey: externalKey.optional() }, personal: { externalId: externalId.optional() } },
  MessageDelivered: reported,
  MessageRead: reported,
  /** `withdrawn`: a person took over before it left; `window-closed`: it became too late to send it; `outcome-unknown`: it may have been sent or not. */
  MessageFailed: { operational: { messageId: id, reportedAt: at, code } },
  /** A report about a message whose provider id is not known yet; it counts once MessageSent says whose it is. */
  ReceiptHeld: { operational: { externalKey, status: report, reportedAt: at, code: code.optional() } },
  MessageEchoed: { operational: { messageId: id, context, kind: messageKind, sentAt: at, externalKey: externalKey.optional() }, health: { content } },
  HandoverRequested: { operational: { context, answerBy: at.optional() }, health: { reason: reason.optional() } },
  /** `memberId` is missing when it was done in the channel's own app. */
  HumanTookOver: { operational: { memberId: z.string().optional(), how: z.enum(['inbox', 'reply', 'app']) } },
  BotResumed: { operational: { from: mode } },
  ConversationResolved: { operational: { context } },
  ConversationReopened: { operational: { context } },
  MarketingAllowed: { operational: { evidence: z.string() } },
  MarketingStopped: { operational: { channel } },
  EmergencyRaised: { operational: { recommendationId: id.optional(), since: at.optional() } },
  EmergencyAcknowledged: { operational: { memberId: z.string(), since: at.optional() } },
  /** A customer waits longer than they should: for a person since `by`, or for any answer before the window closes at `by`. */
  AnswerOverdue: overdue,
  AnswerGiven: overdue,
});
export type ConversationEvent = EventOf<typeof conversationEvents>;
export type StoredConversationEvent = StoredEventOf<typeof conversationEvents>;
