import { type Decider, type Given, type Rejection, reject } from '../kernel/decider.ts';
import { isFrom, plusMinutes } from '../kernel/instants.ts';
import { intervalMinutes } from './intervals.ts';
import type { TravelCommand, TravelEvent } from './messages.ts';

type Plan = { readonly minutes: number; readonly earliest: string; readonly returnAt: string };
export type TravelState = {
  readonly patientId?: string;
  /** The journey that is booked. */
  readonly plan?: Plan;
  /** From when a doctor says the patient may fly. */
  readonly certifiedFrom?: string;
  /** Since a complication only a certificate lets a flight go home. */
  readonly reopened: boolean;
  /** Complications already heard of. */
  readonly complications: readonly string[];
};
type Decided = TravelEvent[] | Rejection;

/** Home at `returnAt` is allowed after the interval, or as a doctor certified. */
export function mayFly({ certifiedFrom, reopened }: TravelState, earliest: string, returnAt: string): boolean {
  if (certifiedFrom && isFrom(returnAt, certifiedFrom)) return true;
  return !reopened && isFrom(returnAt, earliest);
}
function refused(state: TravelState, earliest: string, returnAt: string): Rejection | undefined {
  if (mayFly(state, earliest, returnAt)) return undefined;
  return state.reopened ? reject('travel.certificate-missing') : reject('travel.too-early', { earliest });
}

const ifBooked = ({ plan }: TravelState, decide: (plan: Plan) => Decided): Decided => (plan ? decide(plan) : reject('travel.unknown'));
/** What stands booked is looked at again under changed conditions. */
const review = (state: TravelState): TravelEvent[] =>
  state.plan && !mayFly(state, state.plan.earliest, state.plan.returnAt) ? [{ type: 'TravelReviewNeeded', data: { earliest: state.plan.earliest } }] : [];

function certify(patientId: string, from: string, reason: string, { by }: Given): Decided {
  if (by.kind !== 'staff' || by.role !== 'doctor') return reject('travel.doctor-certifies');
  return [{ type: 'FitToFlyCertified', data: { patientId, from, reason } }];
}

export const travelDecider: Decider<TravelCommand, TravelEvent, TravelState> = {
  initial: { reopened: false, complications: [] },
  decide: {
    ReserveTravel: ({ data: { patientId, surgery, procedureEnd, returnAt, licence, itinerary } }, state) => {
      if (state.plan) return reject('travel.already-reserved');
      const minutes = intervalMinutes(surgery);
      const earliest = plusMinutes(procedureEnd, minutes);
      return refused(state, earliest, returnAt) ?? [{ type: 'TravelReserved', data: { patientId, minutes, earliest, returnAt, licence, itinerary, surgery } }];
    },
    ChangeTravel: ({ data: { returnAt, itinerary } }, state) =>
      ifBooked(state, ({ earliest }) => refused(state, earliest, returnAt) ?? [{ type: 'TravelChanged', data: { returnAt, itinerary } }]),
    CancelTravel: ({ data: { reason } }, state) => ifBooked(state, () => [{ type: 'TravelCancelled', data: { reason } }]),
    CertifyFitToFly: ({ data: { patientId, from, reason }, ...given }) => certify(patientId, from, reason, given),
    MoveProcedureEnd: ({ data: { procedureEnd } }, state) =>
      ifBooked(state, (plan) => {
        const earliest = plusMinutes(procedureEnd, plan.minutes);
        return earliest === plan.earliest ? [] : [{ type: 'EarliestReturnMoved', data: { earliest } }, ...review({ ...state, plan: { ...plan, earliest } })];
      }),
    ReopenFitToFly: ({ data: { patientId, complicationId } }, state) =>
      state.complications.includes(complicationId)
        ? []
        : [{ type: 'FitToFlyReopened', data: { patientId, complicationId } }, ...review({ ...state, reopened: true, certifiedFrom: undefined })],
  },
  evolve: {
    TravelReserved: ({ data: { patientId, minutes, earliest, returnAt } }, state) => ({ ...state, patientId, plan: { minutes, earliest, returnAt } }),
    TravelChanged: ({ data: { returnAt } }, state) => ({ ...state, ...(state.plan && { plan: { ...state.plan, returnAt } }) }),
    TravelCancelled: (_, state) => ({ ...state, plan: undefined }),
    FitToFlyCertified: ({ data: { patientId, from } }, state) => ({ ...state, patientId, certifiedFrom: from }),
    EarliestReturnMoved: ({ data: { earliest } }, state) => ({ ...state, ...(state.plan && { plan: { ...state.plan, earliest } }) }),
    FitToFlyReopened: ({ data: { patientId, complicationId } }, state) => ({
      ...state,
      patientId,
      reopened: true,
      certifiedFrom: undefined,
      complications: [...state.complications, complicationId],
    }),
    TravelReviewNeeded: (_, state) => state,
  },
};
