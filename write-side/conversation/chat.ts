// The chat API of the widget and the ARMA device, under the names their clients use.
import { z } from 'zod';
import type { Channel } from '#domain/conversation/channels.ts';
import { channelOf, identityOf } from '#domain/conversation/customer.ts';
import { identity, language, name, reason } from '#domain/conversation/messages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { id } from '#domain/kernel/ids.ts';
import type { Route, RouteRequest } from '#domain/kernel/route.ts';
import { patientOf } from '#write-side/identity/holder.ts';
import { makeCommandRoute } from '#write-side/kernel/http.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import type { Contacts } from './contact.ts';
import { conversationPermits as permits } from './permits.ts';

const tag = 'chat';
const message = z.strictObject({
  channel: z.enum(['web', 'arma']).default('web'),
  customer_identifier: identity
    .optional()
    .describe('The widget’s or device’s own id of the customer, as in the header `Hub-Customer`; a signed-in patient needs none'),
  content: z.string().trim().min(1).max(8000),
  name: name.optional(),
  message_id: z.string().min(8).max(128).optional().describe('The client’s own id of the message: sent again, it is recorded once'),
});
type Message = z.infer<typeof message>;

type Speaking = { readonly identity: string; readonly channel: Channel };
const nobody = () =>
  new HubError('invalid', 'request.invalid', 'Whose message is it?', {
    faults: [{ path: 'customer_identifier', message: 'send it, or the header Hub-Customer: 22 to 128 random letters and digits that the visitor keeps' }],
  });

/** A patient speaks for themselves, a widget or device for its own customers, whatever the request says. */
function speaker({ who, actor, body }: Pick<RouteRequest<unknown, unknown, Message>, 'who' | 'actor' | 'body'>): Speaking {
  const { credential } = who;
  if (credential) {
    const identity = body.customer_identifier ? identityOf(credential, body.customer_identifier) : credential.customer?.identity;
    if (identity === undefined) throw nobody();
    return { identity, channel: channelOf(credential.kind) };
  }
  const identity = actor.kind === 'patient' && who.patientId ? who.patientId : (body.customer_identifier ?? who.memberId);
  return { identity, channel: body.channel };
}

type Asker = Pick<RouteRequest, 'who' | 'actor'>;
/** Whether the conversation is theirs to speak of; staff speak of all. */
async function isOwn(contacts: Contacts, { who, actor }: Asker, conversation: string): Promise<boolean> {
  if (who.credential) return who.credential.customer?.conversationId === conversation;
  if (actor.kind !== 'patient') return true;
  return who.patientId !== undefined && (await contacts.of(who.tenant, 'web', who.patientId)).conversation.id === conversation;
}

export function chatRoutes({ dispatch, store, contacts }: { dispatch: Dispatch; store: StreamReader; contacts: Contacts }): Route[] {
  const commandRoute = makeCommandRoute(dispatch);
  return [
    commandRoute({
      method: 'post',
      path: '/api/chat/message',
      summary: 'A customer says something',
      tag,
      permit: permits.ReceiveMessage,
      body: message,
      codes: ['subject.erased', 'conversation.contact-lost'],
      creates: '/api/conversations',
      scopes: ['chat'],
      to: async (request) => {
        const { channel, identity } = speaker(request);
        return (await contacts.of(request.who.tenant, channel, identity)).conversation;
      },
      command: async (request) => {
        const { who, actor, commandId, body } = request;
        const { identity, channel } = speaker(request);
        const { contactId, holder } = await contacts.of(who.tenant, channel, identity);
        const own = body.message_id && (await contacts.messageId(who.tenant, channel, `${identity}:${body.message_id}`));
        const patientId = actor.kind === 'patient' ? who.patientId : await patientOf(store, who.tenant, holder);
        const contact = { channel, contactId, identity, ...(body.name && { name: body.name }), ...(patientId && { patientId }) };
        const said = { messageId: own ?? createdBy(commandId, 'message'), kind: 'text', content: { text: body.content } };
        return { type: 'ReceiveMessage', data: { ...contact, ...said } };
      },
    }),
    commandRoute({
      method: 'post',
      path: '/api/chat/handover',
      summary: 'Ask for a person; the customer is told',
      tag,
      permit: permits.RequestHandover,
      scopes: ['chat'],
      body: z.strictObject({ conversation_id: id, reason: reason.optional(), language: language.default('tr') }),
      codes: ['conversation.unknown', 'conversation.resolved', 'conversation.contact-lost'],
      to: async ({ who, actor, body }) => {
        const conversation = { tenant: who.tenant, slice: 'conversation', id: body.conversation_id };
        if (!(await isOwn(contacts, { who, actor }, conversation.id)))
          throw new HubError('not-found', 'conversation.unknown', 'There is no such conversation.');
        return conversation;
      },
      command: ({ body: { reason, language }, commandId }) => ({
        type: 'RequestHandover',
        data: { messageId: createdBy(commandId, 'message'), language, ...(reason && { reason }) },
      }),
    }),
  ];
}
