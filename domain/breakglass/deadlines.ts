import { anyDeadlines, END_ALL } from '../kernel/deadline.ts';
import type { StoredBreakGlassEvent } from './messages.ts';

export const breakglassDeadlines = anyDeadlines<StoredBreakGlassEvent>({
  BreakGlassOpened: ({ data: { endsAt } }) => ({ set: [{ name: 'break-glass-ends', at: endsAt, command: { type: 'CloseBreakGlass', data: {} } }] }),
  BreakGlassClosed: () => END_ALL,
});
