import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Route } from '#domain/kernel/route.ts';
import { transferCommands as commands } from '#domain/transfer/messages.ts';
import { reachableCase } from '#write-side/case/known.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import { makeVerbs } from '#write-side/kernel/verbs.ts';
import { transferPermits as permits } from './permits.ts';

export function transferRoutes({ dispatch, store }: { dispatch: Dispatch; store: StreamReader }): Route[] {
  const verb = makeVerbs({ dispatch, slice: 'transfer', tag: 'transfers', commands, permits, codes: ['subject.erased'] });
  const codes = ['transfer.unknown', 'transfer.not-now'];
  return [
    verb({
      path: '/api/transfers',
      type: 'ScheduleTransfer',
      summary: 'A ride for the patient of a case',
      codes: ['case.unknown', 'transfer.already-scheduled'],
      creates: '/api/transfers',
      hub: ['patientId'],
      to: ({ who, commandId }) => ({ tenant: who.tenant, slice: 'transfer', id: createdBy(commandId, 'transfer') }),
      add: async ({ who, body }) => ({ patientId: (await reachableCase(store, who, String(body['caseId']))).patientId }),
    }),
    verb({ path: '/api/transfers/{id}/driver', type: 'AssignDriver', summary: 'Who drives', codes }),
    verb({ path: '/api/transfers/{id}/pick-up', type: 'PickUpPatient', summary: 'The patient is in the car', codes }),
    verb({ path: '/api/transfers/{id}/complete', type: 'CompleteTransfer', summary: 'The patient has arrived', codes }),
    verb({ path: '/api/transfers/{id}/cancel', type: 'CancelTransfer', summary: 'The ride is off', codes }),
  ];
}
