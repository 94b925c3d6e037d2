// Which patient a contact's holder is: a lead may have become one since.
import type { Holder } from '#domain/identity/decider.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { eventsOf, lastOf } from '#write-side/kernel/facts.ts';

/** Leads are merged a few times at most; two merged into each other end here. */
const MOST_MERGES = 5;

export async function patientOf(store: StreamReader, tenant: string, holder: Holder | undefined, left = MOST_MERGES): Promise<string | undefined> {
  if (holder?.holderKind !== 'lead') return holder?.holderId;
  const events = await eventsOf(store, { tenant, slice: 'lead', id: holder.holderId });
  const decided = lastOf<{ patientId?: string; into?: string }>(events, 'LeadQualified', 'LeadMerged')?.data;
  if (!decided?.into) return decided?.patientId;
  return left > 0 ? patientOf(store, tenant, { holderKind: 'lead', holderId: decided.into }, left - 1) : undefined;
}
