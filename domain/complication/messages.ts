// A complication of a case. It runs beside the case's stages, not as one of them.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

/** Clavien-Dindo (Dindo 2004). */
export const GRADES = ['I', 'II', 'IIIa', 'IIIb', 'IVa', 'IVb', 'V'] as const;
/** `disability`: the suffix d, still there at discharge. */
export const grade = z.strictObject({ grade: z.enum(GRADES), disability: z.boolean() });
const words = z.string().trim().min(1).max(4000);
const about = { caseId: id, patientId: id };

export const complicationCommands = defineCommands({
  ReportComplication: z.strictObject({ ...about, onset: z.iso.datetime(), description: words }),
  GradeComplication: z.strictObject({ grade }),
  ResolveComplication: z.strictObject({ outcome: words }),
  RecordInsurerNotice: z.strictObject({ policyId: id }),
  WarnOfInsurerNotice: z.strictObject({}),
});
export type ComplicationCommand = CommandOf<typeof complicationCommands>;

export const complicationEvents = defineEvents({
  ComplicationReported: { operational: { ...about, reportedAt: z.iso.datetime() }, health: { onset: z.iso.datetime(), description: words } },
  ComplicationGraded: { operational: about, health: { grade } },
  ComplicationResolved: { operational: about, health: { outcome: words } },
  InsurerNotified: { operational: { ...about, policyId: id } },
  /** Nobody could tell an insurer in time: there is no policy, or it was cancelled. */
  InsurerNoticeOverdue: { operational: about },
});
export type ComplicationEvent = EventOf<typeof complicationEvents>;
export type StoredComplicationEvent = StoredEventOf<typeof complicationEvents>;
