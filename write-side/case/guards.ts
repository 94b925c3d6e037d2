// What must be done before a case leaves a stage, where the hub keeps it: an offer that is out must be accepted, a checklist that was started
// cleared, a list of milestones that was begun settled. Where a tenant keeps such things elsewhere there is no stream, and people answer for it.
import { fold, type Rejection, reject } from '#domain/kernel/decider.ts';
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Stage } from '#domain/case/stages.ts';
import { depositDecider, isHere, isKnown } from '#domain/deposit/decider.ts';
import type { DepositEvent } from '#domain/deposit/messages.ts';
import { milestoneDecider, openAt } from '#domain/milestone/decider.ts';
import { type MilestoneEvent, MILESTONES } from '#domain/milestone/messages.ts';
import { eventsOf, lastOf } from '#write-side/kernel/facts.ts';

type Guard = { readonly slice: string; readonly done: (events: readonly Recorded[]) => boolean; readonly refusal: Rejection };
const ever =
  (type: string) =>
  (events: readonly Recorded[]): boolean =>
    events.some((event) => event.type === type);

const milestonesOf = (stage: keyof typeof MILESTONES): Guard => ({
  slice: 'milestone',
  done: (events) => openAt(fold(milestoneDecider, events as unknown as MilestoneEvent[]), stage).length === 0,
  refusal: reject('case.milestones-open', { stage, items: [...MILESTONES[stage]] }),
});

/** By the stage that is entered. Each looks at the stream of that slice under the case's own id. */
export const GUARDS: Readonly<Partial<Record<Stage, readonly Guard[]>>> = {
  review: [{ slice: 'intake', done: ever('IntakeSubmitted'), refusal: reject('case.intake-open') }],
  deposit: [{ slice: 'offer', done: ever('OfferAccepted'), refusal: reject('case.offer-not-accepted') }],
  travel: [
    {
      slice: 'deposit',
      done: (events) => {
        const deposit = fold(depositDecider, events as unknown as DepositEvent[]);
        return !isKnown(deposit) || isHere(deposit);
      },
      refusal: reject('case.deposit-open'),
    },
    milestonesOf('deposit'),
  ],
  arrival: [
    {
      slice: 'travel',
      done: (events) => lastOf(events, 'TravelReserved', 'TravelCancelled')?.type !== 'TravelCancelled',
      refusal: reject('case.travel-cancelled'),
    },
    {
      slice: 'insurance',
      done: (events) => lastOf(events, 'PolicyBound', 'PolicyCancelled')?.type === 'PolicyBound',
      refusal: reject('case.policy-cancelled'),
    },
    milestonesOf('travel'),
  ],
  preop: [milestonesOf('arrival')],
  procedure: [
    {
      slice: 'checklist',
      done: (events) => lastOf(events, 'ClearedForProcedure', 'ClearanceRevoked')?.type === 'ClearedForProcedure',
      refusal: reject('case.not-cleared'),
    },
  ],
  discharge: [{ slice: 'procedure', done: ever('ProcedureCompleted'), refusal: reject('case.procedure-open') }],
  followup: [{ slice: 'procedure', done: ever('PatientDischarged'), refusal: reject('case.not-discharged') }],
  closed: [{ slice: 'followup', done: ever('FollowUpFinished'), refusal: reject('case.follow-up-open') }, milestonesOf('followup')],
};
export const GUARD_CODES: readonly string[] = [...new Set(Object.values(GUARDS).flatMap((guards) => guards.map(({ refusal }) => refusal.rejected)))];

/** The refusal of the first guard that stands before stage `to`, undefined when the case may enter. */
export async function guardRefused(store: StreamReader, tenant: string, caseId: string, to: Stage): Promise<Rejection | undefined> {
  for (const { slice, done, refusal } of GUARDS[to] ?? []) {
    const events = await eventsOf(store, { tenant, slice, id: caseId });
    if (events.length > 0 && !done(events)) return refusal;
  }
  return undefined;
}
