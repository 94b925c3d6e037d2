// What must be done before a case leaves a stage, where the hub keeps it: an offer that is out must be accepted, a checklist that was started
// cleared. Where a tenant keeps such things elsewhere there is no stream, and people answer for it.
import { fold, type Rejection, reject } from '#domain/kernel/decider.ts';
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Stage } from '#domain/case/stages.ts';
import { depositDecider, isHere, isKnown } from '#domain/deposit/decider.ts';
import type { DepositEvent } from '#domain/deposit/messages.ts';
import { eventsOf, lastOf } from '#write-side/kernel/facts.ts';

type Guard = { readonly slice: string; readonly done: (events: readonly Recorded[]) => boolean; readonly refusal: Rejection };
const ever =
  (type: string) =>
  (events: readonly Recorded[]): boolean =>
    events.some((event) => event.type === type);

/** By the stage that is entered. Each looks at the stream of that slice under the case's own id. */
export const GUARDS: Readonly<Partial<Record<Stage, Guard>>> = {
  review: { slice: 'intake', done: ever('IntakeSubmitted'), refusal: reject('case.intake-open') },
  deposit: { slice: 'offer', done: ever('OfferAccepted'), refusal: reject('case.offer-not-accepted') },
  travel: {
    slice: 'deposit',
    done: (events) => {
      const deposit = fold(depositDecider, events as unknown as DepositEvent[]);
      return !isKnown(deposit) || isHere(deposit);
    },
    refusal: reject('case.deposit-open'),
  },
  arrival: {
    slice: 'travel',
    done: (events) => lastOf(events, 'TravelReserved', 'TravelCancelled')?.type !== 'TravelCancelled',
    refusal: reject('case.travel-cancelled'),
  },
  procedure: {
    slice: 'checklist',
    done: (events) => lastOf(events, 'ClearedForProcedure', 'ClearanceRevoked')?.type === 'ClearedForProcedure',
    refusal: reject('case.not-cleared'),
  },
  discharge: { slice: 'procedure', done: ever('ProcedureCompleted'), refusal: reject('case.procedure-open') },
  followup: { slice: 'procedure', done: ever('PatientDischarged'), refusal: reject('case.not-discharged') },
  closed: { slice: 'followup', done: ever('FollowUpFinished'), refusal: reject('case.follow-up-open') },
};
export const GUARD_CODES: readonly string[] = Object.values(GUARDS).map(({ refusal }) => refusal.rejected);

/** The refusal of the guard that stands before stage `to`, undefined when the case may enter. */
export async function guardRefused(store: StreamReader, tenant: string, caseId: string, to: Stage): Promise<Rejection | undefined> {
  const guard = GUARDS[to];
  const events = guard ? await eventsOf(store, { tenant, slice: guard.slice, id: caseId }) : [];
  return guard && events.length > 0 && !guard.done(events) ? guard.refusal : undefined;
}
