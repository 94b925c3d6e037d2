// What a person was told and agreed to, as routes of other slices ask for it.
import { PURPOSES, type Purpose, type StoredConsentEvent } from '#domain/consent/messages.ts';
import type { Recorded } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Sealed } from '#domain/kernel/sealing.ts';
import { eventsOf } from '#write-side/kernel/facts.ts';
import { exists } from '#write-side/kernel/http.ts';

export type TreatmentConsent = { readonly consentId: string; readonly language: string; readonly procedure: Sealed };
export type KnownConsents = {
  /** The version of the privacy notice acknowledged last. */
  readonly notice?: string;
  /** Purposes agreed to now; a consent with an end is ended by its deadline. */
  readonly purposes: readonly Purpose[];
  /** The consent that stands for a case. */
  readonly treatment: (caseId: string) => TreatmentConsent | undefined;
};
type Event = Recorded<StoredConsentEvent>;
type OfType<T extends Event['type']> = Extract<Event, { type: T }>;

const agreed = (events: readonly Event[], purpose: Purpose): boolean =>
  events.findLast((e) => 'purpose' in e.data && e.data.purpose === purpose)?.type === 'ConsentGranted';

function treatmentOf(events: readonly Event[], caseId: string): TreatmentConsent | undefined {
  const last = events.findLast((e) => 'caseId' in e.data && e.data.caseId === caseId);
  return last?.type === 'TreatmentConsentGranted' ? last.data : undefined;
}

export async function knownConsents(store: StreamReader, tenant: string, personId: string): Promise<KnownConsents> {
  const events = (await eventsOf(store, { tenant, slice: 'consent', id: personId })) as Event[];
  const notice = events.findLast((e): e is OfType<'NoticeAcknowledged'> => e.type === 'NoticeAcknowledged')?.data.text;
  return {
    ...(notice && { notice }),
    purposes: PURPOSES.filter((purpose) => agreed(events, purpose)),
    treatment: (caseId) => treatmentOf(events, caseId),
  };
}

/** A patient or a lead of the tenant. Throws `person.unknown`. */
export async function personMustExist(store: StreamReader, tenant: string, id: string): Promise<void> {
  for (const slice of ['patient', 'lead']) if (await exists(store, { tenant, slice, id })) return;
  throw new HubError('not-found', 'person.unknown', `There is no patient or lead ${id}.`);
}
