// A recommendation: what one version of one rule found about one patient, and what a person decided about it.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

export const LEVELS = ['info', 'amber', 'red', 'emergency', 'insufficient-data'] as const;
export const level = z.enum(LEVELS);
export type Level = z.infer<typeof level>;

export const bilingual = z.strictObject({ tr: z.string().min(1), en: z.string().min(1) });
/** One thing that made the rule answer so, with the events it was read from. */
export const item = z.strictObject({
  code: z.string().min(1),
  label: bilingual,
  points: z.number().optional(),
  value: z.union([z.number(), z.string()]).optional(),
  unit: z.string().optional(),
  eventIds: z.array(id),
});
export const action = z.strictObject({ code: z.string().min(1), label: bilingual });
export const evidence = z.strictObject({ citation: z.string().min(1), year: z.number().int(), url: z.url() });
export const EXPIRY_REASONS = ['superseded', 'stale', 'case-over'] as const;
export type Item = z.infer<typeof item>;
export type Bilingual = z.infer<typeof bilingual>;

const about = { caseId: id, patientId: id, level };
// Title, actions and evidence are fixed texts of the rule and say no more than its name does; only what is this patient's is sealed.
const issued = {
  ...about,
  rule: z.string().regex(/^[A-Z][A-Z0-9-]{1,40}$/),
  version: z.string().min(1).max(20),
  title: bilingual,
  missing: z.array(z.string()),
  actions: z.array(action),
  evidence: z.array(evidence),
  inputEventIds: z.array(id),
  wording: z.enum(['template', 'model']),
  /** The model that worded the text, when one did. */
  model: z.string().optional(),
};
/** `basis`: a hash over the canonical input, to show that equal input gave equal output. Sealed, since facts could be guessed from it. */
const found = { text: bilingual, items: z.array(item), basis: z.string().min(1) };

const note = z.string().trim().min(1).max(4000);
const reason = z.string().trim().min(1).max(2000);
const expiry = z.enum(EXPIRY_REASONS);

export const recommendationCommands = defineCommands({
  IssueRecommendation: z.strictObject({ ...issued, ...found }),
  AcceptRecommendation: z.strictObject({ note: note.optional() }),
  EditRecommendation: z.strictObject({ text: note, reason }),
  RejectRecommendation: z.strictObject({ reason }),
  ExpireRecommendation: z.strictObject({ reason: expiry }),
});
export type RecommendationCommand = CommandOf<typeof recommendationCommands>;

export const recommendationEvents = defineEvents({
  RecommendationIssued: { operational: issued, health: found },
  RecommendationAccepted: { operational: about, health: { note: note.optional() } },
  RecommendationEdited: { operational: about, health: { text: note, reason } },
  RecommendationRejected: { operational: about, health: { reason } },
  RecommendationExpired: { operational: { ...about, reason: expiry } },
});
export type RecommendationEvent = EventOf<typeof recommendationEvents>;
export type StoredRecommendationEvent = StoredEventOf<typeof recommendationEvents>;
