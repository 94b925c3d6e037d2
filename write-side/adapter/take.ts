// What a provider told, as a command to the stream it is about. The command's id derives from the provider's own, so a repeat acts once.
import { conversationSlice } from '#domain/conversation/slice.ts';
import { isRejection } from '#domain/kernel/decider.ts';
import type { Command, Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamId } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Contacts } from '#write-side/conversation/contact.ts';
import type { OnItsWay } from '#write-side/conversation/on-its-way.ts';
import { patientOf } from '#write-side/identity/holder.ts';
import { derivedId } from '#write-side/kernel/ids.ts';
import type { Heard } from './ports.ts';

type Order = { readonly to: StreamId; readonly command: Command };
type Of<K extends Heard['kind']> = Extract<Heard, { kind: K }>;
type TakeDeps = { readonly dispatch: Dispatch; readonly store: StreamReader; readonly contacts: Contacts; readonly onItsWay?: OnItsWay };

async function said({ contacts, store }: TakeDeps, tenant: string, { channel, identity, name, id, type, sentAt, content }: Of<'message'>): Promise<Order> {
  const { contactId, conversation, holder } = await contacts.of(tenant, channel, identity);
  const patientId = await patientOf(store, tenant, holder);
  const messageId = await contacts.messageId(tenant, channel, id);
  const contact = { channel, contactId, identity, ...(name && { name }), ...(patientId && { patientId }) };
  const message = { messageId, externalId: id, kind: type, content, ...(sentAt && { sentAt }) };
  return { to: conversation, command: { type: 'ReceiveMessage', data: { ...contact, ...message } } };
}

/** A channel that takes no mark of ours tells us our own words too, maybe before it has answered their id. */
async function echoed({ contacts, onItsWay }: TakeDeps, tenant: string, { channel, identity, id, type, sentAt, content }: Of<'echo'>): Promise<Order> {
  const [messageId, externalKey] = await Promise.all([contacts.messageId(tenant, channel, id), contacts.externalKey(tenant, channel, id)]);
  const { conversation: to } = await contacts.of(tenant, channel, identity);
  const ours = await onItsWay?.(to, { type, text: content.text });
  if (ours) return { to, command: { type: 'ReportDelivery', data: { messageId: ours, externalKey, externalId: id, status: 'sent', reportedAt: sentAt } } };
  return { to, command: { type: 'RecordEcho', data: { messageId, externalKey, sentAt, kind: type, content } } };
}

async function delivered(contacts: Contacts, tenant: string, { channel, identity, ours, id, status, at, code }: Of<'delivery'>): Promise<Order> {
  const externalKey = await contacts.externalKey(tenant, channel, id);
  const data = { externalKey, externalId: id, status, reportedAt: at, ...(ours && { messageId: ours.messageId }), ...(code && { code }) };
  const to = ours ? { tenant, slice: conversationSlice.name, id: ours.conversationId } : (await contacts.of(tenant, channel, identity)).conversation;
  return { to, command: { type: 'ReportDelivery', data } };
}

async function orderFor(deps: TakeDeps, tenant: string, heard: Heard): Promise<Order> {
  const { contacts } = deps;
  if (heard.kind === 'message') return said(deps, tenant, heard);
  if (heard.kind === 'echo') return echoed(deps, tenant, heard);
  if (heard.kind === 'delivery') return delivered(contacts, tenant, heard);
  const { id: evidenceId, source, paymentId } = heard;
  return { to: { tenant, slice: 'payment', id: paymentId }, command: { type: 'RecordEvidence', data: { evidenceId, source } } };
}

/** Reports of what others sent from the same account; a person who was erased is not written about again. */
const NOT_OURS = ['conversation.unknown', 'message.unknown'];
/** The payment's session is not recorded yet, or the number changed hands this moment: the provider tells it again. */
const NOT_YET: Readonly<Record<string, string>> = {
  'payment.unknown': 'payment.not-open',
  'payment.not-open': 'payment.not-open',
  'conversation.contact-lost': 'conversation.contact-lost',
};

export type Take = (tenant: string, provider: string, heard: Heard, correlationId: string) => Promise<'taken' | 'ignored'>;
export function makeTake(deps: TakeDeps): Take {
  const { dispatch } = deps;
  return async (tenant, provider, heard, correlationId) => {
    const { to, command } = await orderFor(deps, tenant, heard);
    const of = heard.kind === 'delivery' ? heard.status : '';
    const id = derivedId('webhook', provider, heard.kind, heard.id, of);
    const outcome = await dispatch(to, command, { id, actor: { id: provider, kind: 'system', role: 'webhook' }, correlationId });
    if (!isRejection(outcome)) return 'taken';
    if (NOT_OURS.includes(outcome.rejected)) return 'ignored';
    const notYet = NOT_YET[outcome.rejected];
    if (notYet) throw new HubError('unavailable', notYet, 'Not known yet; tell it again.');
    throw new HubError('conflict', outcome.rejected, 'The rules do not take what the provider tells.');
  };
}
