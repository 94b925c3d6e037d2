// What reactors would do about new events, done at once, so that an answer can tell how things ended. It gives the very commands the reactors
// give, under the same ids: when it stops half-way they go on, and what it has done they find done.
import { isRejection } from '#domain/kernel/decider.ts';
import type { Dispatch, Outcome } from '#domain/kernel/dispatch.ts';
import type { Recorded, StreamId } from '#domain/kernel/envelope.ts';
import { toHubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Route } from '#domain/kernel/route.ts';
import { carryOut, type Reactor } from './reactor.ts';

const MOST_EVENTS = 500;

/** Follows the events of one outcome on `stream`, and those that come of them. An engine or provider that is away leaves the rest to the reactors. */
export type FollowUp = (stream: StreamId, outcome: Outcome) => Promise<void>;

export function makeFollowUp({ store, dispatch, reactors }: { store: StreamReader; dispatch: Dispatch; reactors: readonly Reactor[] }): FollowUp {
  async function eventsOf(stream: StreamId, outcome: Outcome): Promise<Recorded[]> {
    if (isRejection(outcome) || outcome.events.length === 0 || outcome.revision === 'none') return [];
    const events: Recorded[] = [];
    for await (const event of store.read(stream, { from: outcome.revision - outcome.events.length + 1, to: outcome.revision })) events.push(event);
    return events;
  }
  async function followAll(queue: Recorded[]): Promise<void> {
    for (let event = queue.shift(), left = MOST_EVENTS; event && left > 0; event = queue.shift(), left--)
      for (const reactor of reactors)
        if (reactor.types.includes(event.type))
          for (const { to, outcome } of await carryOut(reactor, dispatch, event)) queue.push(...(await eventsOf(to, outcome)));
  }
  return async (stream, outcome) => {
    try {
      await followAll(await eventsOf(stream, outcome));
    } catch (error) {
      if (toHubError(error).kind !== 'unavailable') throw error;
    }
  };
}

type Told = { readonly id?: string; readonly revision?: number; readonly events?: readonly string[] };
/** The command route with what follows from its command already done when it answers. */
export const followed =
  (followUp: FollowUp, slice: string) =>
  (route: Route): Route => ({
    ...route,
    handle: async (request) => {
      const answer = await route.handle(request);
      const { id, revision, events } = (answer.body ?? {}) as Told;
      if (id !== undefined && revision !== undefined && events)
        await followUp({ tenant: request.who.tenant, slice, id }, { revision, events, repeated: false });
      return answer;
    },
  });
