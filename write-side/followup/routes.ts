import { followupCommands as commands } from '#domain/followup/messages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Route } from '#domain/kernel/route.ts';
import { reachableOnly } from '#write-side/case/known.ts';
import { makeVerbs } from '#write-side/kernel/verbs.ts';
import { followupPermits as permits } from './permits.ts';

export function followupRoutes({ dispatch, store }: { dispatch: Dispatch; store: StreamReader }): Route[] {
  const codes = ['case.unknown', 'subject.erased', 'followup.unknown'];
  const verb = makeVerbs({ dispatch, slice: 'followup', tag: 'follow-up', commands, permits, codes });
  const [add, checkIn] = [reachableOnly(store), ['followup.over', 'followup.check-in-unknown']];
  return [
    verb({
      path: '/api/cases/{id}/follow-up/record',
      type: 'RecordCheckIn',
      summary: 'What a patient answered at a check-in',
      codes: [...checkIn, 'followup.already-recorded', 'processing.notice-missing', 'processing.basis-missing'],
      add,
    }),
    verb({ path: '/api/cases/{id}/follow-up/escalate', type: 'EscalateCheckIn', summary: 'A check-in needs a clinician now', codes: checkIn, add }),
    verb({
      path: '/api/cases/{id}/follow-up/finish',
      type: 'FinishFollowUp',
      summary: 'The follow-up is over, or another takes it over',
      codes: ['followup.check-ins-open'],
      add,
    }),
  ];
}
