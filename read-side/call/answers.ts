// Calls as answers show them.
import { z } from 'zod';
import { CAUSES, DIRECTIONS, quality, target } from '#domain/call/messages.ts';
import { CALL_STATUSES, type CallListRow } from '#projections/call-list/table.ts';
import type { Opening } from '../kernel/opened.ts';
import { instant, openedOf, version, versionOf } from '../kernel/shapes.ts';

export const callItem = z
  .object({
    id: z.uuid(),
    direction: z.enum(DIRECTIONS),
    status: z.enum(CALL_STATUSES),
    line: z.string(),
    number: openedOf(z.string()),
    contactId: z.uuid(),
    conversationId: z.uuid().optional(),
    deviceId: z.uuid().optional(),
    answeredBy: z.string().optional(),
    memberId: z.string().optional(),
    transfers: z.array(z.object({ ...target.shape, at: instant })),
    consent: z.boolean().optional().describe('To being recorded; absent when nobody asked'),
    quality: quality.optional(),
    cause: z.enum(CAUSES).optional(),
    offeredAt: instant,
    answeredAt: instant.optional(),
    endedAt: instant.optional(),
    seconds: z.int().optional().describe('From answer to end'),
    ...version,
  })
  .meta({ id: 'Call' });

const secondsOf = ({ answeredAt, endedAt }: CallListRow) => (answeredAt && endedAt ? Math.round((endedAt.getTime() - answeredAt.getTime()) / 1000) : undefined);

export const callOf = (row: CallListRow, { personal }: Opening) => ({
  id: row.id,
  direction: row.direction,
  status: row.status,
  line: row.line,
  number: personal<string>(row.number),
  contactId: row.contactId,
  conversationId: row.conversationId ?? undefined,
  deviceId: row.deviceId ?? undefined,
  answeredBy: row.answeredBy ?? undefined,
  memberId: row.memberId ?? undefined,
  transfers: row.transfers,
  consent: row.consent ?? undefined,
  quality: row.quality ?? undefined,
  cause: row.cause ?? undefined,
  offeredAt: row.offeredAt.toISOString(),
  answeredAt: row.answeredAt?.toISOString(),
  endedAt: row.endedAt?.toISOString(),
  seconds: secondsOf(row),
  ...versionOf(row),
});
