// Saved questions side by side, as one page.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

/** `width`: thirds of the page. `values`: for the question's parameters, as text. */
export const tile = z.strictObject({
  queryId: id,
  width: z.int().min(1).max(3).default(1),
  values: z.record(z.string().max(63), z.string().max(1000)).optional(),
});
const content = { name: z.string().trim().min(1).max(120), tiles: z.array(tile).max(24) };
export type Tile = z.infer<typeof tile>;

export const dashboardCommands = defineCommands({ SaveDashboard: z.strictObject(content), DeleteDashboard: z.strictObject({}) });
export type DashboardCommand = CommandOf<typeof dashboardCommands>;

export const dashboardEvents = defineEvents({ DashboardSaved: { operational: content }, DashboardDeleted: { operational: {} } });
export type DashboardEvent = EventOf<typeof dashboardEvents>;
export type StoredDashboardEvent = StoredEventOf<typeof dashboardEvents>;
