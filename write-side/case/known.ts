// A case as other slices' routes need to know it, and who of the callers may reach it.
import type { StoredCaseEvent } from '#domain/case/messages.ts';
import type { Stage } from '#domain/case/stages.ts';
import type { Position, Recorded } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Principal } from '#domain/kernel/route.ts';
import type { Sealed } from '#domain/kernel/sealing.ts';
import { eventsOf } from '#write-side/kernel/facts.ts';

export type KnownCase = {
  readonly patientId: string;
  readonly referredBy?: string;
  readonly procedure: Sealed;
  readonly stage: Stage;
  /** The last step from review to offer: only a doctor with a positive evaluation makes one. */
  readonly evaluation?: { readonly eventId: string; readonly position: Position };
  /** Red findings nobody has answered. */
  readonly openRed: readonly string[];
};

type Event = Recorded<StoredCaseEvent>;

function stageAfter(stage: Stage, event: Event): Stage {
  if (event.type === 'CaseStageEntered' || event.type === 'CaseStageSkipped') return event.data.to;
  return event.type === 'CaseReopened' ? event.data.stage : event.type === 'CaseClosed' ? 'closed' : stage;
}

function openRed(events: readonly Event[]): string[] {
  const answered = new Set(events.flatMap((e) => (e.type === 'CaseFlagCleared' ? [e.data.recommendationId] : [])));
  const red = events.flatMap((e) => (e.type === 'CaseFlagged' && e.data.level === 'red' ? [e.data.recommendationId] : []));
  return red.filter((id) => !answered.has(id));
}

/** Throws `case.unknown`. */
export async function knownCase(store: StreamReader, tenant: string, id: string): Promise<KnownCase> {
  const events = (await eventsOf(store, { tenant, slice: 'case', id })) as Event[];
  const [opened] = events;
  if (opened?.type !== 'CaseOpened') throw new HubError('not-found', 'case.unknown', `There is no case ${id}.`);
  const { patientId, referredBy, procedure } = opened.data;
  const evaluated = events.findLast((e) => e.type === 'CaseStageEntered' && e.data.from === 'review' && e.data.to === 'offer');
  return {
    patientId,
    procedure,
    stage: events.reduce<Stage>(stageAfter, 'lead'),
    openRed: openRed(events),
    ...(referredBy && { referredBy }),
    ...(evaluated && { evaluation: { eventId: evaluated.id, position: evaluated.position } }),
  };
}

/** Whether the caller may reach what belongs to this patient: a patient only their own, an agency only what it referred. */
export function reaches({ rights, patientId, memberId }: Principal, of: { readonly patientId: string; readonly referredBy?: string }): boolean {
  if (rights.cases === 'all') return true;
  return rights.cases === 'referred' ? of.referredBy === memberId : rights.cases === 'own' && patientId === of.patientId;
}

/** The case, for a caller who may reach it; for anyone else it does not exist. */
export async function reachableCase(store: StreamReader, who: Principal, id: string): Promise<KnownCase> {
  const known = await knownCase(store, who.tenant, id);
  if (!reaches(who, known)) throw new HubError('not-found', 'case.unknown', `There is no case ${id}.`);
  return known;
}

/** What a verb of a case adds when it adds nothing: only that its caller may reach the case. */
export const reachableOnly =
  (store: StreamReader) =>
  async ({ who, params }: { who: Principal; params: { id: string } }): Promise<object> => {
    await reachableCase(store, who, params.id);
    return {};
  };
/** The same for a command that opens a stream of the case: whose case it is. */
export const patientOfCase =
  (store: StreamReader) =>
  async ({ who, params }: { who: Principal; params: { id: string } }): Promise<{ patientId: string }> => ({
    patientId: (await reachableCase(store, who, params.id)).patientId,
  });
