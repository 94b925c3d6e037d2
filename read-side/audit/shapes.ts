import { z } from 'zod';
import { caseDetail } from '../case/shapes.ts';
import { actor, instant, position } from '../kernel/shapes.ts';

export const replay = z
  .object({
    events: z.array(
      z.object({
        id: z.uuid(),
        type: z.string(),
        slice: z.string(),
        streamId: z.string(),
        revision: z.int(),
        position,
        recordedAt: instant,
        actor,
      }),
    ),
    at: z.object({ position, eventId: z.uuid().optional() }).describe('The last event that counts in `then`; no event id when there was none yet'),
    then: caseDetail.nullable().describe('Null before the case was opened'),
    now: caseDetail,
    difference: z.array(z.object({ path: z.string(), then: z.unknown().optional(), now: z.unknown().optional() })),
  })
  .meta({ id: 'Replay' });

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
    parked: z
      .array(
        z.object({
          view: z.string(),
          eventId: z.uuid(),
          type: z.string(),
          stream: z.string(),
          revision: z.int(),
          position,
          cause: z.string(),
          attempts: z.int(),
          parkedAt: instant,
        }),
      )
      .describe('Events of the reader’s tenant that a view could not apply, newest first'),
  })
  .meta({ id: 'Projections' });
