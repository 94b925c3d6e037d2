import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Route } from '#domain/kernel/route.ts';
import { milestoneCommands as commands } from '#domain/milestone/messages.ts';
import { patientOfCase, reachableOnly } from '#write-side/case/known.ts';
import { makeVerbs } from '#write-side/kernel/verbs.ts';
import { milestonePermits as permits } from './permits.ts';

export function milestoneRoutes({ dispatch, store }: { dispatch: Dispatch; store: StreamReader }): Route[] {
  const verb = makeVerbs({ dispatch, slice: 'milestone', tag: 'milestones', commands, permits, codes: ['case.unknown', 'subject.erased'] });
  return [
    verb({
      path: '/api/cases/{id}/milestones/settle',
      type: 'SettleMilestone',
      summary: 'Something a stage needs is done, or not needed; once its list was begun the stage is left when all of it is settled',
      hub: ['patientId'],
      codes: ['milestone.needed'],
      add: patientOfCase(store),
    }),
    verb({
      path: '/api/cases/{id}/milestones/reopen',
      type: 'ReopenMilestone',
      summary: 'It is open again, with a reason',
      codes: ['milestone.unknown'],
      add: reachableOnly(store),
    }),
  ];
}
