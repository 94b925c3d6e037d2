import { anyDeadlines, END_ALL } from '../kernel/deadline.ts';
import type { StoredTaskEvent } from './messages.ts';

const climb = (rung: number, at: string) => ({ set: [{ name: 'task-climbs', at, command: { type: 'EscalateTask', data: { rung } } }] });

export const taskDeadlines = anyDeadlines<StoredTaskEvent>({
  TaskAssigned: ({ data }) => climb(1, data.climbsAt),
  TaskEscalated: ({ data }) => climb(data.rung + 1, data.climbsAt),
  TaskAcknowledged: () => END_ALL,
  TaskApproved: () => END_ALL,
  TaskRejected: () => END_ALL,
  TaskSettled: () => END_ALL,
  TaskExpired: () => END_ALL,
});
