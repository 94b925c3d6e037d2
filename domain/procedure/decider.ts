import { type Decider, type Rejection, reject } from '../kernel/decider.ts';
import type { ProcedureCommand, ProcedureEvent } from './messages.ts';

type Known = { readonly status: 'started' | 'completed' | 'discharged'; readonly patientId: string };
export type ProcedureState = { readonly status: 'unknown' } | Known;

function ifAt(state: ProcedureState, status: Known['status'], decide: (known: Known) => ProcedureEvent[] | Rejection): ProcedureEvent[] | Rejection {
  if (state.status === 'unknown') return reject('procedure.unknown');
  return state.status === status ? decide(state) : reject('procedure.not-now', { status: state.status });
}
const now = (state: ProcedureState, status: Known['status']): ProcedureState => (state.status === 'unknown' ? state : { ...state, status });

export const procedureDecider: Decider<ProcedureCommand, ProcedureEvent, ProcedureState> = {
  initial: { status: 'unknown' },
  decide: {
    StartProcedure: ({ data: { patientId, clearanceId } }, { status }) => {
      if (status !== 'unknown') return reject('procedure.already-started');
      return clearanceId ? [{ type: 'ProcedureStarted', data: { patientId, clearanceId } }] : reject('procedure.not-cleared');
    },
    RecordImplant: ({ data: { implant } }, state) =>
      state.status === 'unknown' ? reject('procedure.unknown') : [{ type: 'ImplantRecorded', data: { implant } }],
    CompleteProcedure: ({ data: { endedAt, note }, at }, state) =>
      ifAt(state, 'started', () =>
        Date.parse(endedAt) > Date.parse(at) ? reject('procedure.in-future') : [{ type: 'ProcedureCompleted', data: { endedAt, note } }],
      ),
    DischargePatient: ({ data: { summary, prescriptions, fitToFly, programme, checkIns } }, state) =>
      ifAt(state, 'completed', ({ patientId }) => {
        const papers = { summary, ...(prescriptions && { prescriptions }), ...(fitToFly && { fitToFly }) };
        return [{ type: 'PatientDischarged', data: { patientId, checkIns, programme, ...papers } }];
      }),
  },
  evolve: {
    ProcedureStarted: ({ data: { patientId } }) => ({ status: 'started', patientId }),
    ImplantRecorded: (_, state) => state,
    ProcedureCompleted: (_, state) => now(state, 'completed'),
    PatientDischarged: (_, state) => now(state, 'discharged'),
  },
};
