import { anyDeadlines } from '../kernel/deadline.ts';
import { plusMinutes } from '../kernel/instants.ts';
import { NOTICE_MINUTES } from './decider.ts';
import type { StoredComplicationEvent } from './messages.ts';

const name = 'insurer-notice';

export const complicationDeadlines = anyDeadlines<StoredComplicationEvent>({
  ComplicationReported: ({ data: { reportedAt } }) => ({
    set: [{ name, at: plusMinutes(reportedAt, NOTICE_MINUTES), command: { type: 'WarnOfInsurerNotice', data: {} } }],
  }),
  InsurerNotified: () => ({ end: [name] }),
  InsurerNoticeOverdue: () => ({ end: [name] }),
});
