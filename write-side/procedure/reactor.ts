// After the operation: the flight home counts from its true end, and the discharge starts the follow-up.
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { StoredProcedureEvent } from '#domain/procedure/messages.ts';
import type { Order, Reactor } from '#write-side/kernel/reactor.ts';

function react(recorded: Recorded): Order | undefined {
  const { type, data, stream } = recorded as Recorded<StoredProcedureEvent>;
  const { tenant, id } = stream;
  if (type === 'ProcedureCompleted')
    return { to: { tenant, slice: 'travel', id }, command: { type: 'MoveProcedureEnd', data: { procedureEnd: data.endedAt } } };
  if (type !== 'PatientDischarged') return undefined;
  return { to: { tenant, slice: 'followup', id }, command: { type: 'StartFollowUp', data: { patientId: data.patientId, checkIns: data.checkIns } } };
}

export const afterProcedure: Reactor = {
  name: 'after-procedure',
  types: ['ProcedureCompleted', 'PatientDischarged'],
  react,
  // Nobody booked a journey through the hub.
  expected: ['travel.unknown'],
};
