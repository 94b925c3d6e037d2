// What a stage of a case needs besides what other slices know: done by people, and said by them. The stream's id is the case's.
import { z } from 'zod';
import type { CaseCommand } from '../case/messages.ts';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

type Stage = Extract<CaseCommand, { type: 'AdvanceCase' }>['data']['to'];
/** By the stage that is not left before. */
export const MILESTONES = {
  deposit: ['contract-signed'],
  travel: ['visa'],
  arrival: ['identity-checked', 'transfer-done', 'interpreter-assigned'],
  followup: ['outcome-recorded', 'satisfaction-asked', 'invoices-matched'],
} as const satisfies Partial<Record<Stage, readonly string[]>>;
export type Milestone = (typeof MILESTONES)[keyof typeof MILESTONES][number];
/** Not everybody needs a visa, a ride or an interpreter. */
export const DISPENSABLE: readonly Milestone[] = ['visa', 'transfer-done', 'interpreter-assigned'];

const item = z.enum(Object.values(MILESTONES).flat() as [Milestone, ...Milestone[]]);
const how = z.enum(['done', 'not-needed']);
const note = z.string().trim().min(1).max(4000).optional();
const reason = z.string().trim().min(1).max(2000);

export const milestoneCommands = defineCommands({
  SettleMilestone: z.strictObject({ patientId: id, item, how: how.default('done'), note }),
  ReopenMilestone: z.strictObject({ item, reason }),
});
export type MilestoneCommand = CommandOf<typeof milestoneCommands>;

export const milestoneEvents = defineEvents({
  MilestoneSettled: { operational: { patientId: id, item, how, settledBy: z.string() }, health: { note } },
  MilestoneReopened: { operational: { item }, health: { reason } },
});
export type MilestoneEvent = EventOf<typeof milestoneEvents>;
export type StoredMilestoneEvent = StoredEventOf<typeof milestoneEvents>;
