// One row per event: the envelope with pseudonyms, and what operational data may be shown. Sealed fields never come this far.
import { disclose } from './disclosure.ts';
import { type Fold, type LogEvent, safeWord, timestamp } from './fold.ts';

const PEOPLE = new Set(['patient', 'member', 'consent', 'lead']);
const HUMAN = new Set(['staff', 'patient', 'device']);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Correlation and causation may come from a caller's header, so only ids are taken over. */
const idOr = (value: string | undefined) => (value && UUID.test(value) ? value : '');

/** The name and version of an agent or a system part. */
const programOf = (id: string) => (/^[A-Za-z][\w:.@-]{0,63}$/.test(id) ? id : '');

/** The ids of this event that stand for a person. */
export const personsOf = ({ stream, meta }: LogEvent): string[] => [
  ...(PEOPLE.has(stream.slice) ? [stream.id] : []),
  ...(HUMAN.has(meta.actor.kind) ? [meta.actor.id] : []),
  ...(meta.subject ? [meta.subject] : []),
];

export const eventRow: Fold = (event, { pseudonym }) => {
  const { stream, meta } = event;
  return [
    {
      tenant: stream.tenant,
      slice: stream.slice,
      stream: PEOPLE.has(stream.slice) ? pseudonym(stream.id) : stream.id,
      revision: event.revision,
      position: event.position.toString(),
      event_id: event.id,
      type: event.type,
      schema: meta.schema,
      recorded_at: timestamp(event.recordedAt),
      occurred_at: timestamp(meta.occurredAt),
      actor_kind: meta.actor.kind,
      actor_role: safeWord(meta.actor.role),
      actor: HUMAN.has(meta.actor.kind) ? pseudonym(meta.actor.id) : programOf(meta.actor.id),
      correlation_id: idOr(meta.correlationId),
      causation_id: idOr(meta.causationId),
      data: JSON.stringify(disclose(event.type, event.data, pseudonym)),
    },
  ];
};
