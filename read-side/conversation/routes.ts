import { z } from 'zod';
import { CHANNELS } from '#domain/conversation/channels.ts';
import { MODES } from '#domain/conversation/messages.ts';
import { id } from '#domain/kernel/ids.ts';
import type { Role } from '#domain/kernel/roles.ts';
import { type Principal, type Route, route } from '#domain/kernel/route.ts';
import { ConversationList } from '#projections/conversation-list/table.ts';
import { ConversationMessage } from '#projections/conversation-messages/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { makeOpening } from '../kernel/opened.ts';
import { cut, pageOf, pageQuery } from '../kernel/page.ts';
import { STAFF } from '../kernel/scope.ts';
import { unknown } from '../kernel/shapes.ts';
import { idsOf, personRows } from '../patient/person.ts';
import { conversationItem, conversationOf, message, messageOf } from './answers.ts';

/** The tenant's own people, and a patient for what is linked to them. */
const READERS: readonly Role[] = [...STAFF, 'patient', 'companion'];
const NOBODY = '00000000-0000-0000-0000-000000000000';
/** A service reads what its scope opens; a widget's or device's customer their own conversation. */
function scope({ rights, patientId, credential }: Principal): { id?: string; patientId?: string } {
  if (credential && credential.kind !== 'service') return { id: credential.customer?.conversationId ?? NOBODY };
  return credential || rights.cases === 'all' ? {} : { patientId: patientId ?? NOBODY };
}
const common = { method: 'get', tag: 'conversations', roles: READERS, scopes: ['conversations.read'], waits: 'views' } as const;
const filters = {
  status: z.enum(['open', 'resolved']).optional(),
  mode: z.enum(MODES).optional(),
  channel: z.enum(CHANNELS).optional(),
  patientId: id.optional(),
};

export function conversationQueries({ reader, cursors }: ReadDeps): Route[] {
  const list = route({
    ...common,
    path: '/api/conversations',
    summary: 'Conversations, the one spoken in last first',
    query: z.object({ ...pageQuery, ...filters }),
    answers: { 200: { description: 'A page of conversations', schema: pageOf(conversationItem) } },
    handle: async ({ who, open, query: { cursor, limit, ...filter } }) => {
      const name = `conversations ${JSON.stringify(filter)}`;
      const [after] = cursors.read(who.tenant, name, cursor) ?? [];
      const { patientId, ...others } = filter;
      const wanted = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
      const found = await reader.within(who.tenant, async (rows) => {
        const person = patientId && (await personRows(rows, who, patientId));
        const theirs = patientId ? { patientId: { $in: person ? idsOf(person) : [patientId] } } : {};
        const where = { $and: [{ tenant: who.tenant, ...wanted, ...theirs }, scope(who), after ? { active: { $lt: BigInt(after) } } : {}] };
        return rows.find(ConversationList, where, { orderBy: { active: 'desc' }, limit: limit + 1 });
      });
      const { rows, next } = cut(found, limit, (last) => cursors.write(who.tenant, name, [String(last.active)]));
      const opening = makeOpening({ open, tenant: who.tenant, rights: who.rights });
      return { status: 200, body: await opening.settle({ items: rows.map((row) => conversationOf(row, opening)), next }) };
    },
  });
  const one = route({
    ...common,
    path: '/api/conversations/{id}',
    summary: 'A conversation',
    params: z.object({ id }),
    answers: { 200: { description: 'The conversation', schema: conversationItem } },
    codes: ['conversation.unknown'],
    handle: async ({ who, open, params }) => {
      const row = await reader.within(who.tenant, (rows) => rows.findOne(ConversationList, { $and: [{ tenant: who.tenant, id: params.id }, scope(who)] }));
      if (!row) throw unknown('conversation', params.id);
      const opening = makeOpening({ open, tenant: who.tenant, rights: who.rights });
      return { status: 200, body: await opening.settle(conversationOf(row, opening)) };
    },
  });
  const history = route({
    ...common,
    tag: 'chat',
    path: '/api/chat/history/{id}',
    scopes: ['chat', 'conversations.read'],
    summary: 'What was said in a conversation, the last first',
    params: z.object({ id }),
    query: z.object({ ...pageQuery, context: z.coerce.number().int().min(1).optional().describe('Only what was said in this context') }),
    answers: { 200: { description: 'A page of messages', schema: pageOf(message) } },
    codes: ['conversation.unknown'],
    handle: async ({ who, open, params, query: { cursor, limit, context } }) => {
      const { tenant } = who;
      const name = `history ${params.id} ${context ?? ''}`;
      const [after] = cursors.read(tenant, name, cursor) ?? [];
      const where = { tenant, conversationId: params.id, ...(context && { context }), ...(after && { said: { $lt: BigInt(after) } }) };
      const found = await reader.within(tenant, async (rows) => {
        const seen = await rows.findOne(ConversationList, { $and: [{ tenant, id: params.id }, scope(who)] });
        return seen && rows.find(ConversationMessage, where, { orderBy: { said: 'desc' }, limit: limit + 1 });
      });
      if (!found) throw unknown('conversation', params.id);
      const { rows, next } = cut(found, limit, (last) => cursors.write(tenant, name, [String(last.said)]));
      const opening = makeOpening({ open, tenant, rights: who.rights });
      return { status: 200, body: await opening.settle({ items: rows.map((row) => messageOf(row, opening)), next }) };
    },
  });
  return [list, one, history];
}
