// The chat API of the widget and the ARMA device, under the names their clients use.
import { z } from 'zod';
import { identity, language, name, reason } from '#domain/conversation/messages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { id } from '#domain/kernel/ids.ts';
import type { Route, RouteRequest } from '#domain/kernel/route.ts';
import { makeCommandRoute } from '#write-side/kernel/http.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import type { Contacts } from './contact.ts';
import { conversationPermits as permits } from './permits.ts';

const tag = 'chat';
const message = z.strictObject({
  channel: z.enum(['web', 'arma']).default('web'),
  customer_identifier: identity.optional().describe('The widget’s or device’s own id of the customer; a signed-in patient needs none'),
  content: z.string().trim().min(1).max(8000),
  name: name.optional(),
  message_id: z.string().min(8).max(128).optional().describe('The client’s own id of the message: sent again, it is recorded once'),
});
type Message = z.infer<typeof message>;

/** A patient speaks for themselves, whatever the request says. */
const speaker = ({ who, actor, body }: Pick<RouteRequest<unknown, unknown, Message>, 'who' | 'actor' | 'body'>): string =>
  actor.kind === 'patient' && who.patientId ? who.patientId : (body.customer_identifier ?? who.memberId);

export function chatRoutes({ dispatch, contacts }: { dispatch: Dispatch; contacts: Contacts }): Route[] {
  const commandRoute = makeCommandRoute(dispatch);
  return [
    commandRoute({
      method: 'post',
      path: '/api/chat/message',
      summary: 'A customer says something',
      tag,
      permit: permits.ReceiveMessage,
      body: message,
      codes: ['subject.erased'],
      creates: '/api/conversations',
      to: async (request) => (await contacts.of(request.who.tenant, request.body.channel, speaker(request))).conversation,
      command: async (request) => {
        const { who, actor, commandId, body } = request;
        const customer = speaker(request);
        const { contactId } = await contacts.of(who.tenant, body.channel, customer);
        const own = body.message_id && (await contacts.messageId(who.tenant, body.channel, `${customer}:${body.message_id}`));
        const patientId = actor.kind === 'patient' ? who.patientId : undefined;
        const contact = { channel: body.channel, contactId, identity: customer, ...(body.name && { name: body.name }), ...(patientId && { patientId }) };
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
      body: z.strictObject({ conversation_id: id, reason: reason.optional(), language: language.default('tr') }),
      codes: ['conversation.unknown', 'conversation.resolved'],
      to: async ({ who, actor, body }) => {
        const conversation = { tenant: who.tenant, slice: 'conversation', id: body.conversation_id };
        const isOwn = actor.kind !== 'patient' || (who.patientId && (await contacts.of(who.tenant, 'web', who.patientId)).conversation.id === conversation.id);
        if (!isOwn) throw new HubError('not-found', 'conversation.unknown', 'There is no such conversation.');
        return conversation;
      },
      command: ({ body: { reason, language }, commandId }) => ({
        type: 'RequestHandover',
        data: { messageId: createdBy(commandId, 'message'), language, ...(reason && { reason }) },
      }),
    }),
  ];
}
