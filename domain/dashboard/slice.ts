import type { Slice } from '../kernel/slice.ts';
import { type Dashboard, dashboard } from './decider.ts';
import { type DashboardCommand, type DashboardEvent, dashboardCommands, dashboardEvents } from './messages.ts';

export const dashboardSlice: Slice<DashboardCommand, DashboardEvent, Dashboard> = {
  name: 'dashboard',
  schema: 1,
  commands: dashboardCommands,
  events: dashboardEvents,
  decider: dashboard,
  opens: [],
  subject: () => undefined,
};
