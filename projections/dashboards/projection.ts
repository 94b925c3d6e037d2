import type { StoredDashboardEvent } from '#domain/dashboard/messages.ts';
import { type Fold, view } from '../kernel/projection.ts';
import { Dashboards, type DashboardRow } from './table.ts';

export const dashboards: Fold<StoredDashboardEvent, DashboardRow> = {
  name: 'dashboards',
  key: ({ stream }) => stream.id,
  when: {
    DashboardSaved: ({ data: { name, tiles }, meta, stream, revision, position }) => ({ tenant: meta.tenant, id: stream.id, name, tiles, revision, position }),
    DashboardDeleted: () => null,
  },
};
export const dashboardsView = view(dashboards, Dashboards);
