// What stands around an event's data, in the log and everywhere after it.
import { z } from 'zod';

export const TENANT = /^[a-z0-9]{2,32}$/;
export const tenantSlug = z.string().regex(TENANT, 'a tenant is 2 to 32 lower-case letters or digits');

export const actorSchema = z.object({
  id: z.string(),
  kind: z.enum(['staff', 'patient', 'device', 'agent', 'system']),
  role: z.string(),
  onBehalfOf: z.string().optional(),
});
export type Actor = z.infer<typeof actorSchema>;

export const metaSchema = z.object({
  tenant: tenantSlug,
  actor: actorSchema,
  correlationId: z.string(),
  causationId: z.string(),
  schema: z.number().int(),
  occurredAt: z.iso.datetime(),
  subject: z.string().optional(),
  /** Sealed fields that are about somebody else than `subject`: field → person. */
  subjects: z.record(z.string(), z.string()).optional(),
  lawfulBasis: z.string().optional(),
  purpose: z.string().optional(),
  traceparent: z.string().optional(),
});
/** Stored as the event's custom metadata. `causationId` is the id of the command, or of the event a reactor acted on. */
export type Meta = z.infer<typeof metaSchema>;

/** Names one stream: `{tenant}.{slice}-{id}`. Only this module forms and parses the name. */
export type StreamId = { readonly tenant: string; readonly slice: string; readonly id: string };
export const streamName = ({ tenant, slice, id }: StreamId): string => `${tenant}.${slice}-${id}`;
export function parseStreamName(name: string): StreamId | undefined {
  const match = /^([a-z0-9]{2,32})\.([a-z]+)-(.+)$/.exec(name);
  return match ? { tenant: match[1]!, slice: match[2]!, id: match[3]! } : undefined;
}

/** Place in the whole log: the commit position. Travels as a decimal string. */
export type Position = bigint;

export type StoredEvent = { readonly type: string; readonly data: object };
/** An event as read back. `data` holds `Sealed` values until somebody opens them. */
export type Recorded<E extends StoredEvent = StoredEvent> = E & {
  readonly id: string;
  readonly stream: StreamId;
  readonly revision: number;
  readonly position: Position;
  readonly recordedAt: Date;
  readonly meta: Meta;
};
