import { z } from 'zod';
import { type ConversationCommand, content, conversationCommands as commands, language } from '#domain/conversation/messages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamId } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { id } from '#domain/kernel/ids.ts';
import type { Route, RouteRequest } from '#domain/kernel/route.ts';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import { consentMissing, marketingLacks } from '#write-side/consent/purpose.ts';
import { patientOf } from '#write-side/identity/holder.ts';
import { eventsOf } from '#write-side/kernel/facts.ts';
import { makeCommandRoute, mustExist } from '#write-side/kernel/http.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import type { Permit } from '#write-side/kernel/permits.ts';
import { chatRoutes } from './chat.ts';
import { makeContacts } from './contact.ts';
import { conversationPermits as permits } from './permits.ts';

export type ConversationDeps = { readonly dispatch: Dispatch; readonly store: StreamReader; readonly tenantDigest: TenantDigest };
const tag = 'conversations';
const params = z.object({ id });
const SENDING = [
  'held-by-human',
  'taken',
  'handover-requested',
  'resolved',
  'outdated',
  'emergency',
  'window-closed',
  'no-templates',
  'text-too-long',
  'no-opt-in',
  'file-not-taken',
  'contact-lost',
];

type Verb = {
  readonly type: ConversationCommand['type'];
  readonly summary: string;
  readonly codes?: readonly string[];
  readonly body?: z.ZodObject;
};
/** The path's last words, and the command behind them. A message's id derives from the request, so a repeat says nothing twice. */
const VERBS: Readonly<Record<string, Verb>> = {
  messages: {
    type: 'SendMessage',
    summary: 'Say something; whoever answers holds the conversation',
    body: commands.SendMessage.omit({ messageId: true }).extend({ content }),
    codes: [...SENDING.map((code) => `conversation.${code}`), 'consent.missing'],
  },
  'take-over': { type: 'TakeOver', summary: 'Hold the conversation; the bot is silent', codes: ['conversation.taken', 'conversation.contact-lost'] },
  return: { type: 'ReturnToBot', summary: 'Give it back to the bot', codes: ['conversation.held-by-human'] },
  resolve: {
    type: 'ResolveConversation',
    summary: 'Resolve it; what comes next is a new context',
    codes: ['conversation.emergency', 'conversation.held-by-human'],
  },
  name: { type: 'NameContact', summary: 'Name the contact', body: commands.NameContact },
  'allow-marketing': { type: 'AllowMarketing', summary: 'Record that the contact agreed to marketing', body: commands.AllowMarketing },
  'stop-marketing': { type: 'StopMarketing', summary: 'Record that the contact wants no marketing' },
  emergency: {
    type: 'RaiseEmergency',
    summary: 'Raise an emergency: the fixed text goes out, and nothing else',
    body: z.strictObject({ language, recommendationId: id.optional() }),
    codes: ['conversation.contact-lost'],
  },
  'emergency/acknowledge': { type: 'AcknowledgeEmergency', summary: 'Acknowledge the emergency: a person deals with it' },
};
/** A service acts as a bot does, so what no bot may do is not open to it. */
const SERVICE = ['conversations.write'] as const;
const permitted = (type: ConversationCommand['type']): Permit => permits[type];
const SPEAKS: ReadonlySet<string> = new Set(['SendMessage', 'RaiseEmergency']);

export function conversationRoutes({ dispatch, store, tenantDigest }: ConversationDeps): Route[] {
  const commandRoute = makeCommandRoute(dispatch);
  const contacts = makeContacts({ store, tenantDigest });
  const to = ({ who, params }: RouteRequest<{ id: string }>) => ({ tenant: who.tenant, slice: 'conversation', id: params.id });
  /** Throws HubError `forbidden` (`consent.missing`). */
  async function mayAdvertise(stream: StreamId): Promise<void> {
    const purpose = await marketingLacks(store, stream, await eventsOf(store, stream));
    if (purpose) throw consentMissing(purpose);
  }
  const start = commandRoute({
    method: 'post',
    path: '/api/conversations',
    summary: 'Start a conversation with a contact, or find the one there is',
    tag,
    permit: permits.StartConversation,
    scopes: SERVICE,
    body: commands.StartConversation.omit({ contactId: true }),
    codes: ['patient.unknown', 'subject.erased'],
    creates: '/api/conversations',
    to: async ({ who, body }) => (await contacts.of(who.tenant, body.channel, body.identity)).conversation,
    command: async ({ who, body }) => {
      if (body.patientId) await mustExist(store, { tenant: who.tenant, slice: 'patient', id: body.patientId });
      const { contactId, holder } = await contacts.of(who.tenant, body.channel, body.identity);
      const patientId = body.patientId ?? (await patientOf(store, who.tenant, holder));
      return { type: 'StartConversation', data: { ...body, contactId, ...(patientId && { patientId }) } };
    },
  });
  const link = commandRoute({
    method: 'post',
    path: '/api/conversations/{id}/link',
    summary: 'Say which patient, and which case, this conversation is about',
    tag,
    permit: permits.LinkConversation,
    params,
    body: commands.LinkConversation,
    codes: ['conversation.unknown', 'patient.unknown', 'case.unknown'],
    to,
    command: async ({ who: { tenant }, body }) => {
      await mustExist(store, { tenant, slice: 'patient', id: body.patientId });
      if (body.caseId) await mustExist(store, { tenant, slice: 'case', id: body.caseId });
      return { type: 'LinkConversation', data: body };
    },
  });
  const verb = ([word, { type, summary, codes = [], body = z.strictObject({}) }]: [string, Verb]): Route =>
    commandRoute({
      method: 'post',
      path: `/api/conversations/{id}/${word}`,
      summary,
      tag,
      permit: permits[type],
      ...(permitted(type).includes('agent') && { scopes: SERVICE }),
      params,
      body,
      codes: ['conversation.unknown', ...codes],
      to,
      command: async ({ who, params: { id }, body, commandId }) => {
        if ((body as { purpose?: string }).purpose === 'marketing') await mayAdvertise({ tenant: who.tenant, slice: 'conversation', id });
        return { type, data: { ...body, ...(SPEAKS.has(type) && { messageId: createdBy(commandId, 'message') }) } };
      },
    });
  return [start, link, ...Object.entries(VERBS).map(verb), ...chatRoutes({ dispatch, store, contacts })];
}
