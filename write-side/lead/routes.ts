import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Route } from '#domain/kernel/route.ts';
import { leadCommands as commands } from '#domain/lead/messages.ts';
import { knownConsents } from '#write-side/consent/known.ts';
import { mustExist } from '#write-side/kernel/http.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import { makeVerbs } from '#write-side/kernel/verbs.ts';
import { leadPermits as permits } from './permits.ts';

export function leadRoutes({ dispatch, store }: { dispatch: Dispatch; store: StreamReader }): Route[] {
  const verb = makeVerbs({ dispatch, slice: 'lead', tag: 'leads', commands, permits, codes: ['subject.erased'] });
  const known = ['lead.unknown', 'lead.already-decided'];
  return [
    verb({
      path: '/api/leads',
      type: 'CaptureLead',
      summary: 'Somebody asked',
      scopes: ['leads.write'],
      codes: ['lead.already-captured'],
      creates: '/api/leads',
      to: ({ who, commandId }) => ({ tenant: who.tenant, slice: 'lead', id: createdBy(commandId, 'lead') }),
    }),
    verb({
      path: '/api/leads/{id}/qualify',
      type: 'QualifyLead',
      summary: 'The lead is this patient now',
      codes: [...known, 'patient.unknown', 'lead.not-reachable', 'lead.notice-missing'],
      hub: ['notice'],
      add: async ({ who, params, body }) => {
        await mustExist(store, { tenant: who.tenant, slice: 'patient', id: String(body['patientId']) });
        const { notice } = await knownConsents(store, who.tenant, params.id);
        return notice ? { notice } : {};
      },
    }),
    verb({
      path: '/api/leads/{id}/merge',
      type: 'MergeLead',
      summary: 'The same person as another lead',
      codes: known,
      add: async ({ who, params, body }) => {
        if (body['into'] === params.id) throw new HubError('invalid', 'lead.into-itself', 'A lead cannot be merged into itself.');
        await mustExist(store, { tenant: who.tenant, slice: 'lead', id: String(body['into']) });
        return {};
      },
    }),
    verb({ path: '/api/leads/{id}/disqualify', type: 'DisqualifyLead', summary: 'No patient will come of it', codes: known }),
  ];
}
