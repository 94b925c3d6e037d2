import { dashboardCommands as commands } from '#domain/dashboard/messages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Route } from '#domain/kernel/route.ts';
import { mustExist } from '#write-side/kernel/http.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import { makeVerbs, type Verb } from '#write-side/kernel/verbs.ts';
import { dashboardPermits as permits } from './permits.ts';

export function dashboardRoutes({ dispatch, store }: { dispatch: Dispatch; store: StreamReader }): Route[] {
  const verb = makeVerbs({ dispatch, slice: 'dashboard', tag: 'analytics', commands, permits, codes: ['dashboard.deleted'] });
  const path = '/api/analytics/dashboards';
  const known: Verb['add'] = async ({ who, params }) => {
    await mustExist(store, { tenant: who.tenant, slice: 'dashboard', id: params.id });
    return {};
  };
  return [
    verb({
      path,
      type: 'SaveDashboard',
      summary: 'Save a dashboard of saved queries',
      creates: path,
      to: ({ who, commandId }) => ({ tenant: who.tenant, slice: 'dashboard', id: createdBy(commandId, 'dashboard') }),
    }),
    verb({ path: `${path}/{id}/save`, type: 'SaveDashboard', summary: 'Change a dashboard', codes: ['dashboard.unknown'], add: known }),
    verb({ path: `${path}/{id}/delete`, type: 'DeleteDashboard', summary: 'Delete a dashboard', codes: ['dashboard.unknown'] }),
  ];
}
