import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import type { DashboardEvent } from './messages.ts';
import { dashboardSlice as slice } from './slice.ts';

const content = { name: 'Monday', tiles: [{ queryId: '0190a000-0000-7000-8000-000000000001', width: 2 }] };
const saved: DashboardEvent = { type: 'DashboardSaved', data: content };

spec('dashboard', (it) => {
  it('keeps the tiles it was saved with last', () => {
    given(slice).when({ type: 'SaveDashboard', data: content }).then(saved);
    given(slice, saved).when({ type: 'SaveDashboard', data: content }).then();
  });
  it('is gone once it is deleted', () => {
    const deleted: DashboardEvent = { type: 'DashboardDeleted', data: {} };
    given(slice, saved).when({ type: 'DeleteDashboard', data: {} }).then(deleted);
    given(slice, saved, deleted).when({ type: 'SaveDashboard', data: content }).then(reject('dashboard.deleted'));
    given(slice).when({ type: 'DeleteDashboard', data: {} }).then(reject('dashboard.unknown'));
  });
});
