import { anyDeadlines, END_ALL } from '../kernel/deadline.ts';
import type { StoredMechanismEvent } from './messages.ts';

export const transfermechanismDeadlines = anyDeadlines<StoredMechanismEvent>({
  MechanismRecorded: ({ data: { notifyBy } }) =>
    notifyBy ? { set: [{ name: 'mechanism-notify', at: notifyBy, command: { type: 'WarnOfMechanism', data: {} } }] } : {},
  MechanismNotified: () => END_ALL,
  MechanismOverdue: () => END_ALL,
  MechanismEnded: () => END_ALL,
});
