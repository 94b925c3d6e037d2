import type { DashboardCommand } from '#domain/dashboard/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const dashboardPermits = { SaveDashboard: ['analyst'], DeleteDashboard: ['analyst'] } as const satisfies Record<DashboardCommand['type'], Permit>;
