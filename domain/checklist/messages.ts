// The pre-operative checklist of one case; the stream's id is the case's. A clearance stands only while everything it rests on stands.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

export const ITEMS = ['identity', 'labs', 'fasting', 'drugs-held', 'anaesthesia-review', 'site-marked', 'allergies'] as const;
export const item = z.enum(ITEMS);
export type Item = z.infer<typeof item>;

const reason = z.string().trim().min(1).max(2000);
const note = z.string().trim().min(1).max(4000).optional();
const goodUntil = z.iso.date().optional();
/** Something a clearance may not stand beside or rest on: an open red finding, a consent or policy that ended, a changed intake. */
export const CONCERNS = ['red-flag', 'consent', 'policy', 'intake', 'complication'] as const;
const concern = { concern: id, kind: z.enum(CONCERNS) };

const consent = z.strictObject({ consentId: id, language: z.string(), sameProcedure: z.boolean() });
const policy = z.strictObject({ policyId: id, from: z.iso.date(), to: z.iso.date() });
const rests = { consentId: id, policyId: id };

export const checklistCommands = defineCommands({
  StartChecklist: z.strictObject({
    patientId: id,
    items: z
      .array(item)
      .min(1)
      .default([...ITEMS]),
  }),
  /** `goodUntil`: the last day on which it still counts; laboratory results need one. */
  TickItem: z.strictObject({ item, goodUntil, note }),
  UntickItem: z.strictObject({ item, reason }),
  ClearForProcedure: z.strictObject({ consent: consent.optional(), policy: policy.optional(), openRed: z.array(id) }),
  RefuseClearance: z.strictObject({ reason }),
  RevokeClearance: z.strictObject({ reason }),
  RaiseConcern: z.strictObject(concern),
  SettleConcern: z.strictObject(concern),
});
export type ChecklistCommand = CommandOf<typeof checklistCommands>;

export const checklistEvents = defineEvents({
  ChecklistStarted: { operational: { patientId: id, items: z.array(item) } },
  ChecklistItemTicked: { operational: { item, goodUntil }, health: { note } },
  ChecklistItemUnticked: { operational: { item }, health: { reason: reason.optional() } },
  ClearedForProcedure: { operational: rests },
  ClearanceRefused: { health: { reason } },
  /** `because`: what it rested on ended; without it a person revoked it and says why. */
  ClearanceRevoked: { operational: { because: concern.kind.optional() }, health: { reason: reason.optional() } },
  ConcernRaised: { operational: concern },
  ConcernSettled: { operational: concern },
});
export type ChecklistEvent = EventOf<typeof checklistEvents>;
export type StoredChecklistEvent = StoredEventOf<typeof checklistEvents>;
