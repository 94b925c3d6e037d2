import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { Route } from '#domain/kernel/route.ts';
import { savedqueryCommands as commands } from '#domain/savedquery/messages.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import { makeVerbs } from '#write-side/kernel/verbs.ts';
import { savedqueryPermits as permits } from './permits.ts';

export function savedqueryRoutes({ dispatch }: { dispatch: Dispatch }): Route[] {
  const verb = makeVerbs({ dispatch, slice: 'savedquery', tag: 'analytics', commands, permits, codes: ['savedquery.deleted'] });
  const path = '/api/analytics/queries';
  return [
    verb({
      path,
      type: 'SaveQuery',
      summary: 'Save a query to the warehouse',
      creates: path,
      to: ({ who, commandId }) => ({ tenant: who.tenant, slice: 'savedquery', id: createdBy(commandId, 'savedquery') }),
    }),
    verb({ path: `${path}/{id}/save`, type: 'SaveQuery', summary: 'Save a new version of a query' }),
    verb({ path: `${path}/{id}/delete`, type: 'DeleteQuery', summary: 'Delete a saved query; its versions stay in the log', codes: ['savedquery.unknown'] }),
  ];
}
