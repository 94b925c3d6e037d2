import { z } from 'zod';
import { type CallCommand, callCommands as commands } from '#domain/call/messages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { id } from '#domain/kernel/ids.ts';
import type { Route } from '#domain/kernel/route.ts';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import { makeContacts } from '#write-side/conversation/contact.ts';
import { makeCommandRoute } from '#write-side/kernel/http.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import { callPermits as permits } from './permits.ts';

const tag = 'calls';
type Verb = { readonly type: CallCommand['type']; readonly summary: string; readonly codes?: readonly string[]; readonly body?: z.ZodObject };
const VERBS: Readonly<Record<string, Verb>> = {
  answer: { type: 'AnswerCall', summary: 'Answer a call', codes: ['call.over'] },
  transfer: { type: 'TransferCall', summary: 'Hand a call on', body: commands.TransferCall, codes: ['call.over', 'call.not-answered'] },
  consent: {
    type: 'RecordCallConsent',
    summary: 'Record whether the customer agreed to being recorded',
    body: commands.RecordCallConsent,
    codes: ['call.over'],
  },
  end: { type: 'EndCall', summary: 'End a call', body: commands.EndCall },
};
const outgoing = commands.OfferCall.pick({ line: true, number: true, conversationId: true });

export function callRoutes({ dispatch, store, tenantDigest }: { dispatch: Dispatch; store: StreamReader; tenantDigest: TenantDigest }): Route[] {
  const commandRoute = makeCommandRoute(dispatch);
  const contacts = makeContacts({ store, tenantDigest });
  const start = commandRoute({
    method: 'post',
    path: '/api/calls',
    summary: 'Call a number',
    tag,
    permit: permits.OfferCall,
    body: outgoing,
    codes: ['subject.erased'],
    creates: '/api/calls',
    to: ({ who, commandId }) => ({ tenant: who.tenant, slice: 'call', id: createdBy(commandId, 'call') }),
    command: async ({ who, body }) => {
      const { contactId, conversation } = await contacts.of(who.tenant, 'phone', body.number);
      return { type: 'OfferCall', data: { direction: 'out', contactId, conversationId: conversation.id, ...body } };
    },
  });
  const verb = ([word, { type, summary, codes = [], body = z.strictObject({}) }]: [string, Verb]): Route =>
    commandRoute({
      method: 'post',
      path: `/api/calls/{id}/${word}`,
      summary,
      tag,
      permit: permits[type],
      params: z.object({ id }),
      body,
      codes: ['call.unknown', ...codes],
      to: ({ who, params }) => ({ tenant: who.tenant, slice: 'call', id: params.id }),
      command: ({ body }) => ({ type, data: type === 'AnswerCall' ? { answeredBy: 'human' } : body }),
    });
  return [start, ...Object.entries(VERBS).map(verb)];
}
