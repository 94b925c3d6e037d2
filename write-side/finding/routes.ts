import { findingCommands as commands } from '#domain/finding/messages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { Route } from '#domain/kernel/route.ts';
import { makeVerbs } from '#write-side/kernel/verbs.ts';
import { findingPermits as permits } from './permits.ts';

export function findingRoutes({ dispatch }: { dispatch: Dispatch }): Route[] {
  const codes = ['finding.unknown', 'finding.already-reviewed', 'finding.own-review', 'subject.erased'];
  const verb = makeVerbs({ dispatch, slice: 'finding', tag: 'audit', commands, permits, codes });
  return [
    verb({ path: '/api/findings/{id}/confirm', type: 'ConfirmFinding', summary: 'A finding is what it looks like; never by the one it is about' }),
    verb({ path: '/api/findings/{id}/dismiss', type: 'DismissFinding', summary: 'A finding has a good explanation; never by the one it is about' }),
  ];
}
