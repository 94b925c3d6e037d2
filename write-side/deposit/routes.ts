import { depositCommands as commands } from '#domain/deposit/messages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Route } from '#domain/kernel/route.ts';
import { reachableOnly } from '#write-side/case/known.ts';
import { makeVerbs } from '#write-side/kernel/verbs.ts';
import { depositPermits as permits } from './permits.ts';

export function depositRoutes({ dispatch, store }: { dispatch: Dispatch; store: StreamReader }): Route[] {
  const verb = makeVerbs({ dispatch, slice: 'deposit', tag: 'deposits', commands, permits, codes: ['case.unknown', 'subject.erased'] });
  return [
    verb({
      path: '/api/cases/{id}/deposit/keep',
      type: 'KeepDeposit',
      summary: 'The case is over, and what is left of its deposit stays here, by the terms of the offer',
      codes: ['deposit.unknown', 'deposit.nothing-owed'],
      add: reachableOnly(store),
    }),
  ];
}
