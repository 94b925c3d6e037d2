// A reactor gives commands because of events. The command's id derives from the event's, so an event delivered twice acts once.
import { setTimeout as sleep } from 'node:timers/promises';
import { isRejection } from '#domain/kernel/decider.ts';
import type { Command, Dispatch, Outcome } from '#domain/kernel/dispatch.ts';
import type { Recorded, StreamId } from '#domain/kernel/envelope.ts';
import { type HubError, toHubError } from '#domain/kernel/errors.ts';
import type { Delivery, GroupReader } from '#domain/kernel/event-store.ts';
import { derivedId } from './ids.ts';
import { OUTSIDE, sideBySide } from './side-by-side.ts';

/** `key` tells apart orders that one event may lead to at different times, such as by what a provider said. */
export type Order = { readonly to: StreamId; readonly command: Command; readonly key?: string };
type Orders = Order | readonly Order[] | undefined;
export type Reactor = {
  /** Names the persistent subscription, the actor and the command ids: never change it. */
  readonly name: string;
  readonly types: readonly string[];
  /** What to do about an event of these types; undefined = nothing. Several orders go to different streams: the id is one. May ask a provider, and throw HubError. */
  readonly react: (event: Recorded) => Orders | Promise<Orders>;
  /** It asks somebody outside the hub, who may be slow or away: events of different streams are handled side by side, and trying again waits. */
  readonly outside?: true;
  /** Refusals that mean "no longer needed". Any other is parked, for a person to look at. */
  readonly expected?: readonly string[];
};
export type ReactorDeps = {
  readonly store: GroupReader;
  readonly dispatch: Dispatch;
  readonly onFault?: (reactor: string, event: Recorded, error: HubError) => void;
};

const RESTART_MS = 1000;

/** Runs until `signal` aborts. */
export async function runReactor(reactor: Reactor, deps: ReactorDeps, signal: AbortSignal): Promise<void> {
  const { name, types, outside } = reactor;
  const work = (delivery: Delivery) => handle(reactor, deps, delivery);
  while (!signal.aborted)
    try {
      if (outside) await sideBySide(deps.store.consume(name, { types, signal, ...OUTSIDE }), work, signal);
      else for await (const delivery of deps.store.consume(name, { types, signal })) await work(delivery);
    } catch (error) {
      if (toHubError(error).kind !== 'unavailable') throw error;
      await sleep(RESTART_MS, undefined, { signal }).catch(() => undefined);
    }
}

export async function handle(reactor: Reactor, { dispatch, onFault }: Omit<ReactorDeps, 'store'>, delivery: Delivery): Promise<void> {
  const { event } = delivery;
  try {
    const refused = (await carryOut(reactor, dispatch, event)).flatMap(({ outcome }) => (isRejection(outcome) ? [outcome.rejected] : []));
    const unexpected = refused.find((code) => !reactor.expected?.includes(code));
    await (unexpected ? delivery.park(unexpected) : delivery.ack());
  } catch (thrown) {
    const error = toHubError(thrown);
    onFault?.(reactor.name, event, error);
    await (error.kind === 'unavailable' ? delivery.retry(error.code) : delivery.park(error.code));
  }
}

/** All that the reactor does about one event, and how each command went. */
export async function carryOut({ name, react }: Reactor, dispatch: Dispatch, event: Recorded): Promise<{ to: StreamId; outcome: Outcome }[]> {
  const given: { to: StreamId; outcome: Outcome }[] = [];
  for (const { to, command, key } of [(await react(event)) ?? []].flat()) {
    const outcome = await dispatch(to, command, {
      id: derivedId('reactor', name, event.id, ...(key === undefined ? [] : [key])),
      actor: { id: name, kind: 'system', role: 'reactor' },
      correlationId: event.meta.correlationId,
      causationId: event.id,
      traceparent: event.meta.traceparent,
    });
    given.push({ to, outcome });
  }
  return given;
}
