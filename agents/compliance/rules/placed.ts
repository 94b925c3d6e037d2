// Identifiers found in an event's words, as a finding tells them: of which kind, how many, and where. Never the words.
import { IDENTIFIERS, type Identifier, type Place } from '#domain/finding/messages.ts';
import type { Facts } from '../watch.ts';
import { identifiersIn } from './identifiers.ts';
import type { Noticed } from './rule.ts';
import { textsIn } from './words.ts';

/** With one of these somebody can act in a person's name. */
const RED: ReadonlySet<Identifier> = new Set(['tckn', 'passport', 'card']);

export function placesIn(eventId: string, field: string, value: unknown): Place[] {
  const found = textsIn(value).map(identifiersIn);
  return IDENTIFIERS.flatMap((kind) => {
    const count = found.reduce((sum, one) => sum + (one.get(kind) ?? 0), 0);
    return count > 0 ? [{ eventId, field, kind, count }] : [];
  });
}

/** One finding an event; undefined without a place. */
export function noticedAt({ trigger: { id, data, meta } }: Facts, places: readonly Place[]): Noticed | undefined {
  if (places.length === 0) return undefined;
  const at = Date.parse(meta.occurredAt);
  const { patientId } = data as { patientId?: unknown };
  return {
    level: places.some(({ kind }) => RED.has(kind)) ? 'red' : 'amber',
    patientIds: typeof patientId === 'string' ? [patientId] : [],
    eventIds: [id],
    count: places.reduce((sum, { count }) => sum + count, 0),
    threshold: 1,
    places,
    from: at,
    to: at,
    occasion: id,
  };
}
