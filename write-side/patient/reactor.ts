// Carries a merge, or its undoing, from one of the two records to the other.
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { StoredPatientEvent } from '#domain/patient/messages.ts';
import type { Order, Reactor } from '#write-side/kernel/reactor.ts';

function react(recorded: Recorded): Order | undefined {
  const { type, data, stream } = recorded as Recorded<StoredPatientEvent>;
  const to = (id: string) => ({ tenant: stream.tenant, slice: 'patient', id });
  if (type === 'PatientAbsorbed') return { to: to(data.patientId), command: { type: 'MergePatient', data: { into: stream.id } } };
  if (type !== 'MergeDeclined' && type !== 'PatientUnmerged') return undefined;
  return { to: to(data.into), command: { type: 'GiveBackPatient', data: { patientId: stream.id } } };
}

export const patientMerges: Reactor = { name: 'patient-merges', types: ['PatientAbsorbed', 'MergeDeclined', 'PatientUnmerged'], react };
