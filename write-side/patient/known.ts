// The record that stands for a person, when several were merged into one.
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Merging } from '#domain/patient/merge.ts';
import { patientSlice } from '#domain/patient/slice.ts';
import { eventsOf, lastOf } from '#write-side/kernel/facts.ts';
import { look } from '#write-side/kernel/look.ts';

const unknown = (id: string) => new HubError('not-found', 'patient.unknown', `There is no patient ${id}.`);

/** Throws `patient.unknown`. */
export async function mergingOf(store: StreamReader, tenant: string, id: string): Promise<Merging> {
  const patient = await look(store, patientSlice, { tenant, slice: 'patient', id });
  if (!patient.registered) throw unknown(id);
  return patient;
}

/** The id of the record that stays; the same id for one that was never merged. Throws `patient.unknown`. */
export async function standsFor(store: StreamReader, tenant: string, id: string): Promise<string> {
  const events = await eventsOf(store, { tenant, slice: 'patient', id });
  if (events.length === 0) throw unknown(id);
  const last = lastOf<{ into: string }>(events, 'PatientMerged', 'PatientUnmerged');
  return last?.type === 'PatientMerged' ? last.data.into : id;
}
