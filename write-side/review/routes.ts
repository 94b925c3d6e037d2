import { caseSlice } from '#domain/case/slice.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Principal, Route } from '#domain/kernel/route.ts';
import { memberSlice } from '#domain/member/slice.ts';
import { reviewCommands as commands } from '#domain/review/messages.ts';
import { reachableCase } from '#write-side/case/known.ts';
import { mustExist } from '#write-side/kernel/http.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import { look } from '#write-side/kernel/look.ts';
import { makeVerbs } from '#write-side/kernel/verbs.ts';
import { reviewPermits as permits } from './permits.ts';

const OVER = ['declined', 'cancelled', 'closed'];

export function reviewRoutes({ dispatch, store }: { dispatch: Dispatch; store: StreamReader }): Route[] {
  const verb = makeVerbs({ dispatch, slice: 'review', tag: 'reviews', commands, permits, codes: ['case.unknown', 'case.over', 'subject.erased'] });

  async function caseOf(who: Principal, id: string) {
    const { patientId, stage } = await reachableCase(store, who, id);
    const { status } = await look(store, caseSlice, { tenant: who.tenant, slice: 'case', id });
    return { patientId, stage, isOver: OVER.includes(status) };
  }
  async function isDoctor(tenant: string, id: string): Promise<boolean> {
    const stream = { tenant, slice: 'member', id };
    await mustExist(store, stream);
    const member = await look(store, memberSlice, stream);
    return member.status !== 'unknown' && member.roles.includes('doctor');
  }

  return [
    verb({
      path: '/api/cases/{id}/review/assign',
      type: 'AssignReviewer',
      summary: 'Which doctor reviews the case; again for another one',
      hub: ['patientId', 'isDoctor', 'isOver'],
      codes: ['member.unknown', 'review.not-a-doctor'],
      add: async ({ who, params, body }) => {
        const { patientId, isOver } = await caseOf(who, params.id);
        return { patientId, isOver, isDoctor: await isDoctor(who.tenant, String(body['reviewerId'])) };
      },
    }),
    verb({
      path: '/api/cases/{id}/review/evaluate',
      type: 'RecordEvaluation',
      summary: 'A doctor’s evaluation as of now: a second opinion, or anew because the patient told something else; it takes the place of the one before',
      hub: ['patientId', 'evaluationId', 'stage', 'isOver'],
      codes: ['case.evaluation-needs-doctor', 'case.evaluation-not-now'],
      add: async ({ who, params, commandId }) => ({ ...(await caseOf(who, params.id)), evaluationId: createdBy(commandId, 'evaluation') }),
    }),
  ];
}
