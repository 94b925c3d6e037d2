import { type Decider, type Rejection, reject } from '../kernel/decider.ts';
import type { TransferCommand, TransferEvent } from './messages.ts';

type Known = { readonly status: 'scheduled' | 'assigned' | 'under-way' | 'completed' | 'cancelled'; readonly patientId: string };
export type TransferState = { readonly status: 'unknown' } | Known;

/** Where it already is what is asked for, nothing happens. */
function ifAt(state: TransferState, at: readonly Known['status'][], becomes: Known['status'], event: TransferEvent): TransferEvent[] | Rejection {
  if (state.status === 'unknown') return reject('transfer.unknown');
  if (state.status === becomes && becomes !== 'assigned') return [];
  return at.includes(state.status) ? [event] : reject('transfer.not-now', { status: state.status });
}
const now = (state: TransferState, status: Known['status']): TransferState => (state.status === 'unknown' ? state : { ...state, status });

export const transferDecider: Decider<TransferCommand, TransferEvent, TransferState> = {
  initial: { status: 'unknown' },
  decide: {
    ScheduleTransfer: ({ data: { caseId, patientId, pickUpAt, from, to, flight } }, { status }) =>
      status === 'unknown'
        ? [{ type: 'TransferScheduled', data: { caseId, patientId, pickUpAt, from, to, ...(flight && { flight }) } }]
        : reject('transfer.already-scheduled'),
    AssignDriver: ({ data: { driver, phone, plate } }, state) =>
      ifAt(state, ['scheduled', 'assigned'], 'assigned', { type: 'DriverAssigned', data: { driver, phone, plate } }),
    PickUpPatient: (_, state) => ifAt(state, ['assigned'], 'under-way', { type: 'PatientPickedUp', data: {} }),
    CompleteTransfer: (_, state) => ifAt(state, ['under-way'], 'completed', { type: 'TransferCompleted', data: {} }),
    CancelTransfer: ({ data: { reason } }, state) => ifAt(state, ['scheduled', 'assigned'], 'cancelled', { type: 'TransferCancelled', data: { reason } }),
  },
  evolve: {
    TransferScheduled: ({ data: { patientId } }) => ({ status: 'scheduled', patientId }),
    DriverAssigned: (_, state) => now(state, 'assigned'),
    PatientPickedUp: (_, state) => now(state, 'under-way'),
    TransferCompleted: (_, state) => now(state, 'completed'),
    TransferCancelled: (_, state) => now(state, 'cancelled'),
  },
};
