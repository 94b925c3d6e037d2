import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Route } from '#domain/kernel/route.ts';
import { savedqueryCommands as commands } from '#domain/savedquery/messages.ts';
import { mustExist } from '#write-side/kernel/http.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import { makeVerbs, type Verb } from '#write-side/kernel/verbs.ts';
import { savedqueryPermits as permits } from './permits.ts';

export function savedqueryRoutes({ dispatch, store }: { dispatch: Dispatch; store: StreamReader }): Route[] {
  const verb = makeVerbs({ dispatch, slice: 'savedquery', tag: 'analytics', commands, permits, codes: ['savedquery.deleted'] });
  const path = '/api/analytics/queries';
  const known: Verb['add'] = async ({ who, params }) => {
    await mustExist(store, { tenant: who.tenant, slice: 'savedquery', id: params.id });
    return {};
  };
  return [
    verb({
      path,
      type: 'SaveQuery',
      summary: 'Save a query to the warehouse',
      creates: path,
      to: ({ who, commandId }) => ({ tenant: who.tenant, slice: 'savedquery', id: createdBy(commandId, 'savedquery') }),
    }),
    verb({ path: `${path}/{id}/save`, type: 'SaveQuery', summary: 'Save a new version of a query', codes: ['savedquery.unknown'], add: known }),
    verb({ path: `${path}/{id}/delete`, type: 'DeleteQuery', summary: 'Delete a saved query; its versions stay in the log', codes: ['savedquery.unknown'] }),
  ];
}
