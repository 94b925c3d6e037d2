// One phone call, from its offer to its end. Audio and half-heard words are never events; a transcript comes in final segments.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

export const phoneNumber = z.string().regex(/^\+[1-9]\d{6,14}$/, 'a number as +905551234567');
export const DIRECTIONS = ['in', 'out'] as const;
export const CAUSES = ['completed', 'missed', 'busy', 'rejected', 'cancelled', 'failed'] as const;
const direction = z.enum(DIRECTIONS);
const party = z.enum(['bot', 'human']);
export const target = z.strictObject({ kind: z.enum(['bot', 'user', 'queue', 'number']), id: z.string().min(1).max(64) });
export const segment = z
  .strictObject({
    seq: z.int().min(0),
    speaker: z.enum(['customer', 'bot', 'human']),
    fromMs: z.int().min(0),
    toMs: z.int().min(0),
    text: z.string().min(1).max(4000),
  })
  .meta({ id: 'TranscriptSegment' });
export type Segment = z.infer<typeof segment>;
/** Once per call, as both ends measured it. */
export const quality = z.strictObject({
  codec: z.string().regex(/^[\w.-]{1,20}$/),
  mos: z.number().min(1).max(5),
  lossPercent: z.number().min(0).max(100),
  jitterMs: z.number().min(0).max(10_000),
  answerMs: z.number().min(0).max(120_000).optional().describe('How long the bot took to answer, typically'),
});
export type Quality = z.infer<typeof quality>;
/** `line`: the tenant's own number; `number`: the other's. */
const offered = { direction, contactId: id, line: phoneNumber, deviceId: id.optional(), conversationId: id.optional() };
const notice = z.string().regex(/^[\w.-]{1,64}$/);
const cause = z.enum(CAUSES);
const endedBy = z.enum(['customer', 'tenant', 'network']);

export const callCommands = defineCommands({
  OfferCall: z.strictObject({ ...offered, number: phoneNumber }),
  AnswerCall: z.strictObject({ answeredBy: party }),
  TransferCall: z.strictObject({ target }),
  /** Whether the customer agreed to being recorded, after the notice of that version. */
  RecordCallConsent: z.strictObject({ granted: z.boolean(), notice }),
  AddTranscript: z.strictObject({ segments: z.array(segment).min(1).max(50) }),
  RecordCallQuality: quality,
  EndCall: z.strictObject({ cause, endedBy }),
});
export type CallCommand = CommandOf<typeof callCommands>;

export const callEvents = defineEvents({
  CallOffered: { operational: offered, personal: { number: phoneNumber } },
  CallAnswered: { operational: { answeredBy: party, memberId: z.string().optional() } },
  CallTransferred: { operational: { target } },
  CallConsentRecorded: { operational: { granted: z.boolean(), notice } },
  TranscriptAdded: { operational: { seqs: z.array(z.int()) }, health: { segments: z.array(segment) } },
  CallQualityRecorded: { operational: quality.shape },
  CallEnded: { operational: { cause, endedBy } },
});
export type CallEvent = EventOf<typeof callEvents>;
export type StoredCallEvent = StoredEventOf<typeof callEvents>;
