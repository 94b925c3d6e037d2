// How long a tenant keeps which data, and its runs that destroy what is over: at most half a year apart (By-law of 28 October 2017, art. 11),
// each recorded for ever. Its stream is one a tenant.
import { z } from 'zod';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

const years = (least: number) => z.int().min(least).max(100);
/** Of patients who were treated; of what was sold; of people who asked and were never treated. */
const policy = { medicalRecordYears: years(10), commercialRecordYears: years(5), neverTreatedYears: years(1) };
const everyDays = z.int().min(1).max(183);
const run = z.int().min(1);
const count = z.int().min(0);
const next = z.iso.datetime();

export const retentionCommands = defineCommands({
  SetRetention: z.strictObject({ ...policy, everyDays }),
  StartDestruction: z.strictObject({}),
  FinishDestruction: z.strictObject({ run, examined: count, erased: count }),
});
export type RetentionCommand = CommandOf<typeof retentionCommands>;

export const retentionEvents = defineEvents({
  /** `next`: when the next run is due. */
  RetentionSet: { operational: { ...policy, everyDays, next } },
  DestructionStarted: { operational: { run } },
  /** `erased`: how many of those examined nothing keeps any more; each has its own erasure, and certificate. */
  DestructionFinished: { operational: { run, examined: count, erased: count, next } },
});
export type RetentionEvent = EventOf<typeof retentionEvents>;
export type StoredRetentionEvent = StoredEventOf<typeof retentionEvents>;
