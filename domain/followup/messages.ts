// The follow-up of one case; the stream's id is the case's.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';
import { STEP_NAMES } from './plan.ts';

const checkIn = z.string().regex(/^[a-z]+-\d+$/);
const one = { checkIn };
const step = z.enum(STEP_NAMES);
const reason = z.string().trim().min(1).max(2000);
const findings = z.strictObject({
  text: z.string().trim().min(1).max(4000),
  pain: z.int().min(0).max(10).optional(),
  temperature: z.number().min(30).max(45).optional(),
});
const worry = z.enum(['none', 'amber', 'red']);
const checkIns = z
  .array(z.strictObject({ checkIn, at: z.iso.datetime() }))
  .min(1)
  .max(60);
const outcome = z.enum(['finished', 'transferred']);

export const followupCommands = defineCommands({
  StartFollowUp: z.strictObject({ patientId: id, checkIns }),
  CallCheckIn: z.strictObject(one),
  MissCheckIn: z.strictObject({ checkIn, step }),
  RecordCheckIn: z.strictObject({ checkIn, worry, findings }),
  EscalateCheckIn: z.strictObject({ checkIn, reason }),
  FinishFollowUp: z.strictObject({ outcome, reason }),
});
export type FollowUpCommand = CommandOf<typeof followupCommands>;

export const followupEvents = defineEvents({
  FollowUpStarted: { operational: { patientId: id, checkIns } },
  CheckInDue: { operational: { patientId: id, checkIn, since: z.iso.datetime() } },
  CheckInMissed: { operational: { patientId: id, checkIn, step } },
  CheckInRecorded: { operational: { patientId: id, checkIn, worry }, health: { findings } },
  /** Without a reason the findings themselves were red. */
  CheckInEscalated: { operational: { patientId: id, checkIn }, health: { reason: reason.optional() } },
  FollowUpFinished: { operational: { outcome }, health: { reason } },
});
export type FollowUpEvent = EventOf<typeof followupEvents>;
export type StoredFollowUpEvent = StoredEventOf<typeof followupEvents>;
