import { insuranceCommands as commands } from '#domain/insurance/messages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Route } from '#domain/kernel/route.ts';
import { reachableCase } from '#write-side/case/known.ts';
import { eventsOf, lastOf } from '#write-side/kernel/facts.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import { makeVerbs, type Verb } from '#write-side/kernel/verbs.ts';
import { insurancePermits as permits } from './permits.ts';

export type KnownPolicy = { readonly policyId: string; readonly from: string; readonly to: string };

/** The policy that stands for a case. */
export async function knownPolicy(store: StreamReader, tenant: string, caseId: string): Promise<KnownPolicy | undefined> {
  const events = await eventsOf(store, { tenant, slice: 'insurance', id: caseId });
  const last = lastOf<KnownPolicy>(events, 'PolicyBound', 'PolicyCancelled');
  return last?.type === 'PolicyBound' ? { policyId: last.data.policyId, from: last.data.from, to: last.data.to } : undefined;
}

export function insuranceRoutes({ dispatch, store }: { dispatch: Dispatch; store: StreamReader }): Route[] {
  const verb = makeVerbs({ dispatch, slice: 'insurance', tag: 'insurance', commands, permits, codes: ['case.unknown', 'subject.erased'] });
  const reachable: Verb['add'] = async ({ who, params }) => {
    await reachableCase(store, who, params.id);
    return {};
  };
  return [
    verb({
      path: '/api/cases/{id}/insurance/bind',
      type: 'BindPolicy',
      summary: 'Bind the complication policy of a case',
      hub: ['patientId', 'policyId'],
      codes: ['insurance.already-bound', 'insurance.over'],
      add: async ({ who, params, commandId }) => ({
        patientId: (await reachableCase(store, who, params.id)).patientId,
        policyId: createdBy(commandId, 'policy'),
      }),
    }),
    verb({
      path: '/api/cases/{id}/insurance/cancel',
      type: 'CancelPolicy',
      summary: 'Cancel the policy of a case',
      codes: ['insurance.unknown'],
      add: reachable,
    }),
    verb({
      path: '/api/cases/{id}/insurance/claim',
      type: 'ClaimPolicy',
      summary: 'Claim a complication on the policy of a case',
      codes: ['insurance.unknown', 'insurance.not-bound'],
      add: reachable,
    }),
  ];
}
