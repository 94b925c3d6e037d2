// Whether the person still agrees to the treatment that a time is kept for.
import type { StoredConsentEvent } from '#domain/consent/messages.ts';
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { knownCase } from '#write-side/case/known.ts';
import { eventsOf } from '#write-side/kernel/facts.ts';

/** They had agreed, and have taken it back since. Throws `case.unknown`. */
export async function tookBack(store: StreamReader, tenant: string, caseId: string): Promise<boolean> {
  const { patientId } = await knownCase(store, tenant, caseId);
  const said = (await eventsOf(store, { tenant, slice: 'consent', id: patientId })) as Recorded<StoredConsentEvent>[];
  return said.findLast(({ data }) => 'caseId' in data && data.caseId === caseId)?.type === 'TreatmentConsentWithdrawn';
}
