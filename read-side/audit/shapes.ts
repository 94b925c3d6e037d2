import { z } from 'zod';
import { caseDetail } from '../case/shapes.ts';
import { actor, instant, position } from '../kernel/shapes.ts';

const event = z.object({
  id: z.uuid(),
  type: z.string(),
  slice: z.string(),
  streamId: z.string(),
  revision: z.int(),
  position,
  recordedAt: instant,
  actor,
  correlationId: z.string().describe('Ask /api/audit/traces with it'),
  causationId: z.string().describe('The command, or the event that was acted on'),
  lawfulBasis: z.string().optional(),
  purpose: z.string().optional(),
  rule: z
    .object({ id: z.string(), version: z.string().optional(), wording: z.string().optional(), model: z.string().optional() })
    .optional()
    .describe('What issued it; `model`: which one worded it'),
});
const moment = z.object({ position, eventId: z.uuid().optional() }).describe('The last event that counts in `then`; no event id when there was none yet');
const differences = z.array(z.object({ path: z.string(), then: z.unknown().optional(), now: z.unknown().optional() }));

const seenAs = z
  .object({
    memberId: z.uuid(),
    roles: z.array(z.string()),
    rights: z.object({ cases: z.string(), personal: z.boolean(), health: z.boolean(), history: z.boolean() }),
  })
  .optional()
  .describe('Whose rights it is shown through, as they were then');

export const replay = z
  .object({
    events: z.array(event),
    at: moment,
    as: seenAs,
    then: caseDetail.nullable().describe('Null before the case was opened'),
    now: caseDetail,
    difference: differences,
  })
  .meta({ id: 'Replay' });

export const parkedEvent = z.object({
  view: z.string(),
  eventId: z.uuid(),
  type: z.string(),
  stream: z.string(),
  revision: z.int(),
  position,
  cause: z.string(),
  attempts: z.int(),
  parkedAt: instant,
});

export const progress = z
  .object({
    items: z.array(
      z.object({
        group: z.string(),
        view: z.string(),
        position: position.optional(),
        lagSeconds: z.number().describe('0 when level with the log; else how long the view has not moved'),
        parked: z.int(),
        updatedAt: instant,
      }),
    ),
    parked: z.array(parkedEvent).describe('Events of the reader’s tenant that a view could not apply, newest first'),
  })
  .meta({ id: 'Projections' });

const rows = z.record(z.string(), z.array(z.unknown())).describe('Rows by the view they are of');
export const streamReplay = z
  .object({
    events: z.array(
      event.extend({
        subject: z.string().optional(),
        data: z.unknown().describe('Sealed fields opened by the rights in force'),
      }),
    ),
    at: moment,
    as: seenAs,
    then: rows.nullable(),
    now: rows.nullable(),
    difference: differences,
  })
  .meta({ id: 'StreamReplay' });

type Effect = z.infer<typeof event> & { effects: Effect[] };
const effect: z.ZodType<Effect> = event
  .extend({
    get effects(): z.ZodArray<z.ZodType<Effect>> {
      return z.array(effect);
    },
  })
  .meta({ id: 'Effect' });
export const traceTree = z
  .object({
    correlationId: z.string(),
    count: z.int().describe('Events in the tree; at most 5,000'),
    roots: z.array(z.object({ cause: z.string().describe('Id of the command, or of an event outside this correlation'), events: z.array(effect) })),
  })
  .meta({ id: 'Trace' });
