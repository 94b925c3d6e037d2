import type { Recorded } from '#domain/kernel/envelope.ts';

type Ruled = { readonly rule?: unknown; readonly version?: string; readonly wording?: string; readonly model?: string };
/** By which rule it came about, and which model worded it: what rules issue names both. */
function ruleOf(data: object) {
  const { rule, version, wording, model } = data as Ruled;
  return typeof rule === 'string' ? { rule: { id: rule, version, wording, model } } : {};
}

/** An event without its data: what happened, where, when, by whom and for whom, why, and by which rule. */
export const eventOf = ({ id, type, data, stream, revision, position, recordedAt, meta }: Recorded) => ({
  id,
  type,
  slice: stream.slice,
  streamId: stream.id,
  revision,
  position: String(position),
  recordedAt: recordedAt.toISOString(),
  actor: meta.actor,
  correlationId: meta.correlationId,
  causationId: meta.causationId,
  lawfulBasis: meta.lawfulBasis,
  purpose: meta.purpose,
  ...ruleOf(data),
});
