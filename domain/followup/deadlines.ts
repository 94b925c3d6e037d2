import { anyDeadlines, type Due, END_ALL } from '../kernel/deadline.ts';
import { plusMinutes } from '../kernel/instants.ts';
import type { StoredFollowUpEvent } from './messages.ts';
import { MISSED_STEPS, STEP_NAMES } from './plan.ts';

const dueName = (checkIn: string) => `check-in-due:${checkIn}`;
const missName = (checkIn: string, step: string) => `check-in-missed:${checkIn}:${step}`;
const misses = (checkIn: string, since: string): Due[] =>
  STEP_NAMES.map((step) => ({
    name: missName(checkIn, step),
    at: plusMinutes(since, MISSED_STEPS[step] * 60),
    command: { type: 'MissCheckIn', data: { checkIn, step } },
  }));

export const followupDeadlines = anyDeadlines<StoredFollowUpEvent>({
  FollowUpStarted: ({ data: { checkIns } }) => ({
    set: checkIns.map(({ checkIn, at }) => ({ name: dueName(checkIn), at, command: { type: 'CallCheckIn', data: { checkIn } } })),
  }),
  CheckInDue: ({ data: { checkIn, since } }) => ({ end: [dueName(checkIn)], set: misses(checkIn, since) }),
  CheckInMissed: ({ data: { checkIn, step } }) => ({ end: [missName(checkIn, step)] }),
  CheckInRecorded: ({ data: { checkIn } }) => ({ end: [dueName(checkIn), ...STEP_NAMES.map((step) => missName(checkIn, step))] }),
  FollowUpFinished: () => END_ALL,
});
