// From a click to its last effect: the events of one correlation as a tree of causes.
import type { Recorded } from '#domain/kernel/envelope.ts';

/** `cause` is the id of a command, or of an event that a reactor or an agent acted on. */
export type CauseNode = { readonly event: Recorded; readonly effects: readonly CauseNode[] };
export type CauseRoot = { readonly cause: string; readonly events: readonly CauseNode[] };

/** Events in log order → one root per cause that is not itself one of them. An event is an effect of the one its `causationId` names. */
export function causeTree(events: readonly Recorded[]): CauseRoot[] {
  const ids = new Set(events.map(({ id }) => id));
  const byCause = Map.groupBy(events, ({ meta }) => meta.causationId);
  const nodeOf = (event: Recorded): CauseNode => ({ event, effects: (byCause.get(event.id) ?? []).filter(({ id }) => id !== event.id).map(nodeOf) });
  return [...byCause].filter(([cause]) => !ids.has(cause)).map(([cause, first]) => ({ cause, events: first.map(nodeOf) }));
}
