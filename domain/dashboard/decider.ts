import { type Decider, reject } from '../kernel/decider.ts';
import type { DashboardCommand, DashboardEvent, Tile } from './messages.ts';

export type Dashboard = { readonly content?: { readonly name: string; readonly tiles: readonly Tile[] }; readonly deleted: boolean };

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

export const dashboard: Decider<DashboardCommand, DashboardEvent, Dashboard> = {
  initial: { deleted: false },
  decide: {
    SaveDashboard: ({ data: { name, tiles } }, { content, deleted }) => {
      if (deleted) return reject('dashboard.deleted');
      return isSame({ name, tiles }, content) ? [] : [{ type: 'DashboardSaved', data: { name, tiles } }];
    },
    DeleteDashboard: (_, { content, deleted }) => {
      if (!content) return reject('dashboard.unknown');
      return deleted ? [] : [{ type: 'DashboardDeleted', data: {} }];
    },
  },
  evolve: {
    DashboardSaved: ({ data: { name, tiles } }) => ({ content: { name, tiles }, deleted: false }),
    DashboardDeleted: (_, state) => ({ ...state, deleted: true }),
  },
};
