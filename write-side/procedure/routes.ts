import { z } from 'zod';
import { checkInsOf, PROGRAMME_NAMES, type Programme } from '#domain/followup/plan.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Route } from '#domain/kernel/route.ts';
import { procedureCommands as commands } from '#domain/procedure/messages.ts';
import { reachableCase, reachableOnly } from '#write-side/case/known.ts';
import { eventsOf, lastOf } from '#write-side/kernel/facts.ts';
import { makeVerbs } from '#write-side/kernel/verbs.ts';
import { procedurePermits as permits } from './permits.ts';

/** The event of the clearance that stands for a case. */
export async function standingClearance(store: StreamReader, tenant: string, caseId: string): Promise<string | undefined> {
  const last = lastOf(await eventsOf(store, { tenant, slice: 'checklist', id: caseId }), 'ClearedForProcedure', 'ClearanceRevoked');
  return last?.type === 'ClearedForProcedure' ? last.id : undefined;
}

export function procedureRoutes({ dispatch, store }: { dispatch: Dispatch; store: StreamReader }): Route[] {
  const verb = makeVerbs({ dispatch, slice: 'procedure', tag: 'procedures', commands, permits, codes: ['case.unknown', 'subject.erased'] });
  const [reachable, later] = [reachableOnly(store), ['procedure.unknown', 'procedure.not-now']];
  return [
    verb({
      path: '/api/cases/{id}/procedure/start',
      type: 'StartProcedure',
      summary: 'Start the operation, on the clearance that stands',
      codes: ['procedure.not-cleared', 'procedure.already-started'],
      hub: ['patientId', 'clearanceId'],
      add: async ({ who, params }) => {
        const { patientId } = await reachableCase(store, who, params.id);
        const clearanceId = await standingClearance(store, who.tenant, params.id);
        return { patientId, ...(clearanceId && { clearanceId }) };
      },
    }),
    verb({ path: '/api/cases/{id}/procedure/implant', type: 'RecordImplant', summary: 'An implant with its serial or UDI', codes: later, add: reachable }),
    verb({
      path: '/api/cases/{id}/procedure/complete',
      type: 'CompleteProcedure',
      summary: 'The operation is over, with its note',
      codes: [...later, 'procedure.in-future'],
      add: reachable,
    }),
    verb({
      path: '/api/cases/{id}/procedure/discharge',
      type: 'DischargePatient',
      summary: 'Discharge the patient into a follow-up programme',
      codes: later,
      hub: ['checkIns', 'programme'],
      asks: { programme: z.enum(PROGRAMME_NAMES), dischargedAt: z.iso.datetime() },
      add: async (request) => {
        await reachable(request);
        const { programme, dischargedAt } = request.body as { programme: Programme; dischargedAt: string };
        return { programme, checkIns: checkInsOf(programme, dischargedAt) };
      },
    }),
  ];
}
