// What is read, shown or sent for a purpose asks the log whether the person agrees to it now, so that a withdrawal holds for the very next time.
import type { Channel } from '#domain/conversation/channels.ts';
import type { Purpose, StoredConsentEvent } from '#domain/consent/messages.ts';
import type { Recorded, StreamId } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { eventsOf, lastOf } from '#write-side/kernel/facts.ts';

/** The person's records: a consent on any of them is theirs. */
async function recordsOf(store: StreamReader, tenant: string, id: string): Promise<string[]> {
  const patient = (of: string) => eventsOf(store, { tenant, slice: 'patient', id: of });
  const own = await patient(id);
  const merged = lastOf<{ into: string }>(own, 'PatientMerged', 'PatientUnmerged');
  const head = merged?.type === 'PatientMerged' ? merged.data.into : id;
  const taken = new Set([id, head]);
  for (const { type, data } of head === id ? own : await patient(head)) {
    const { patientId } = data as { patientId?: string };
    if (type === 'PatientAbsorbed') taken.add(patientId!);
    if (type === 'PatientGivenBack') taken.delete(patientId!);
  }
  return [...taken];
}

/** What was said last counts, on whichever record. */
export async function agrees(store: StreamReader, tenant: string, personId: string, purpose: Purpose): Promise<boolean> {
  const ids = await recordsOf(store, tenant, personId);
  const said = (await Promise.all(ids.map((id) => eventsOf(store, { tenant, slice: 'consent', id })))).flat() as Recorded<StoredConsentEvent>[];
  const about = said.filter(({ data }) => 'purpose' in data && data.purpose === purpose);
  return about.toSorted((a, b) => (a.position < b.position ? -1 : 1)).at(-1)?.type === 'ConsentGranted';
}

export const consentMissing = (purpose: Purpose): HubError =>
  new HubError('forbidden', 'consent.missing', 'The person has not agreed to this purpose, or does no longer.', { detail: { purpose } });
/** Throws `consentMissing` unless the person agrees. */
export async function mustAgree(store: StreamReader, tenant: string, personId: string, purpose: Purpose): Promise<void> {
  if (!(await agrees(store, tenant, personId, purpose))) throw consentMissing(purpose);
}

/** Channels a person agrees to by name; on the others what the contact said there counts alone. */
const MARKETING: Partial<Record<Channel, Purpose>> = { whatsapp: 'marketing-whatsapp', sms: 'marketing-sms', phone: 'marketing-call' };

/** Which consent to marketing a conversation with a patient still lacks; `events` are the whole of it. */
export async function marketingLacks(store: StreamReader, { tenant }: StreamId, events: readonly Recorded[]): Promise<Purpose | undefined> {
  const channel = lastOf<{ channel: Channel }>(events, 'ConversationOpened')?.data.channel;
  const linked = lastOf<{ patientId: string }>(events, 'ConversationLinked', 'ConversationUnlinked');
  const patientId = linked?.type === 'ConversationLinked' ? linked.data.patientId : undefined;
  const purpose = channel && MARKETING[channel];
  return purpose && patientId && !(await agrees(store, tenant, patientId, purpose)) ? purpose : undefined;
}
