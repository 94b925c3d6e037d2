import { complicationCommands as commands } from '#domain/complication/messages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Route } from '#domain/kernel/route.ts';
import { reachableCase } from '#write-side/case/known.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import { makeVerbs } from '#write-side/kernel/verbs.ts';
import { complicationPermits as permits } from './permits.ts';

export function complicationRoutes({ dispatch, store }: { dispatch: Dispatch; store: StreamReader }): Route[] {
  const verb = makeVerbs({ dispatch, slice: 'complication', tag: 'complications', commands, permits, codes: ['subject.erased'] });
  const known = ['complication.unknown'];
  return [
    verb({
      path: '/api/complications',
      type: 'ReportComplication',
      summary: 'Report a complication of a case, whatever its stage',
      codes: ['case.unknown', 'complication.already-reported', 'complication.in-future'],
      creates: '/api/complications',
      hub: ['patientId'],
      to: ({ who, commandId }) => ({ tenant: who.tenant, slice: 'complication', id: createdBy(commandId, 'complication') }),
      add: async ({ who, body }) => ({ patientId: (await reachableCase(store, who, String(body['caseId']))).patientId }),
    }),
    verb({
      path: '/api/complications/{id}/grade',
      type: 'GradeComplication',
      summary: 'Grade it by Clavien-Dindo',
      codes: [...known, 'complication.doctor-grades'],
    }),
    verb({ path: '/api/complications/{id}/resolve', type: 'ResolveComplication', summary: 'It is over', codes: [...known, 'complication.not-graded'] }),
    verb({ path: '/api/complications/{id}/insurer', type: 'RecordInsurerNotice', summary: 'An insurer was told by other means', codes: known }),
  ];
}
