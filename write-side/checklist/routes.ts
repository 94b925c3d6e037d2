import { checklistCommands as commands } from '#domain/checklist/messages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { Route } from '#domain/kernel/route.ts';
import { reachableCase } from '#write-side/case/known.ts';
import { makeVerbs, type Verb } from '#write-side/kernel/verbs.ts';
import { type EvidenceDeps, gatherEvidence } from './evidence.ts';
import { checklistPermits as permits } from './permits.ts';

const CLEARANCE = [
  'checklist.role-may-not',
  'checklist.items-open',
  'checklist.items-out-of-date',
  'checklist.consent-missing',
  'checklist.consent-other-procedure',
  'checklist.policy-missing',
  'checklist.findings-open',
] as const;

export function checklistRoutes({ dispatch, ...deps }: EvidenceDeps & { dispatch: Dispatch }): Route[] {
  const verb = makeVerbs({ dispatch, slice: 'checklist', tag: 'checklists', commands, permits, codes: ['case.unknown', 'subject.erased'] });
  const ofCase = (word: string, type: string, summary: string, codes: readonly string[], more: Partial<Verb> = {}) =>
    verb({
      path: `/api/cases/{id}/checklist/${word}`,
      type,
      summary,
      codes,
      add: async ({ who, params }) => {
        await reachableCase(deps.store, who, params.id);
        return {};
      },
      ...more,
    });
  return [
    ofCase('start', 'StartChecklist', 'Start the pre-operative checklist of a case', ['checklist.already-started'], {
      hub: ['patientId'],
      add: async ({ who, params }) => ({ patientId: (await reachableCase(deps.store, who, params.id)).patientId }),
    }),
    ofCase('tick', 'TickItem', 'An item is in order', ['checklist.unknown', 'checklist.item-unknown', 'checklist.date-missing']),
    ofCase('untick', 'UntickItem', 'An item is no longer in order; ends a clearance', ['checklist.unknown']),
    ofCase('clear', 'ClearForProcedure', 'Clear the patient for the procedure', ['checklist.unknown', ...CLEARANCE], {
      hub: ['consent', 'policy', 'openRed'],
      add: ({ who, params }) => gatherEvidence(deps, who.tenant, params.id),
    }),
    ofCase('refuse', 'RefuseClearance', 'Refuse clearance, with a reason', ['checklist.unknown']),
    ofCase('revoke', 'RevokeClearance', 'Take a clearance back, with a reason', ['checklist.unknown']),
  ];
}
