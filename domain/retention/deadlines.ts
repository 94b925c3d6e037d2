import { anyDeadlines } from '../kernel/deadline.ts';
import type { StoredRetentionEvent } from './messages.ts';

const NAME = 'destruction-due';
const due = ({ data: { next } }: { data: { next: string } }) => ({ set: [{ name: NAME, at: next, command: { type: 'StartDestruction', data: {} } }] });

export const retentionDeadlines = anyDeadlines<StoredRetentionEvent>({
  RetentionSet: due,
  DestructionStarted: () => ({ end: [NAME] }),
  DestructionFinished: due,
});
