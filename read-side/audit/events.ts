import type { Recorded } from '#domain/kernel/envelope.ts';

/** An event without its data: what happened, where, when and by whom. */
export const eventOf = ({ id, type, stream, revision, position, recordedAt, meta }: Recorded) => ({
  id,
  type,
  slice: stream.slice,
  streamId: stream.id,
  revision,
  position: String(position),
  recordedAt: recordedAt.toISOString(),
  actor: meta.actor,
});
