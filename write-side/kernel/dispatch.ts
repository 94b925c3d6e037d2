// The one way to cause events: load, fold, decide, seal, append.
import { setTimeout as sleep } from 'node:timers/promises';
import { isRejection, type Message, type Rejection } from '#domain/kernel/decider.ts';
import type { Cause, Dispatch, Done, Outcome } from '#domain/kernel/dispatch.ts';
import { type StreamId, streamName } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader, StreamWriter } from '#domain/kernel/event-store.ts';
import { makeRecent } from '#domain/kernel/recent.ts';
import type { Open, Seal } from '#domain/kernel/sealing.ts';
import type { Slice } from '#domain/kernel/slice.ts';
import { checkEvents, contractOf, parseCommand } from './contract.ts';
import { commandMark, markOf } from './ids.ts';
import { makeInTurn } from './in-turn.ts';
import { type Grounds, holdsHealth, type Lawful } from './lawful.ts';
import { decideOn, evolveWith, type Order } from './order.ts';
import { checkPermit, type Permits } from './permits.ts';
import { type Emitted, prepare } from './prepare.ts';
import { catchUp, emptyStream, nextRevision, type StreamState, withCommands } from './stream-state.ts';

/** How long a command keeps trying while others append first. Time and not tries: whoever remembers the stream wins many times in a row. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 40;
const CACHE = 200_000;
const tenantOf = (name: string): string => name.slice(0, name.indexOf('.'));

export type Observed = {
  readonly slice: string;
  readonly type: string;
  readonly outcome: 'done' | 'nothing' | 'repeated' | 'rejected' | HubError['kind'];
  readonly events: number;
  readonly seconds: number;
};
export type DispatchDeps = {
  readonly store: StreamReader & StreamWriter;
  readonly seal: Seal;
  readonly open: Open;
  readonly slices: readonly Slice[];
  /** Who may give which command; absent: not checked here, for tests of rules alone. */
  readonly permits?: Permits;
  /** Asked before health data are stored; absent: not checked here, for tests of rules alone. */
  readonly lawful?: Lawful;
  readonly now: () => Date;
  /** How much to remember: streams plus the events folded into them, about 200 bytes each; 0 remembers nothing. */
  readonly cache?: number;
  readonly observe?: (what: Observed) => void;
};

export function makeDispatch({ store, seal, open, slices, permits, lawful, now, cache = CACHE, observe }: DispatchDeps): Dispatch {
  const contracts = new Map(slices.map((slice) => [slice.name, contractOf(slice)]));
  const hot = makeRecent<StreamState>(cache, ({ revision }) => 1 + nextRevision(revision), tenantOf);
  const inTurn = makeInTurn();

  function accept(target: StreamId, { type, data }: Message, cause: Cause): Order {
    const contract = contracts.get(target.slice);
    if (!contract) throw new HubError('invalid', 'command.unknown', `There is no slice ${target.slice}.`);
    const command = parseCommand(contract, { type, data });
    if (permits) checkPermit(permits, type, cause.actor);
    return { contract, target, command, cause, at: cause.at ?? now().toISOString(), mark: commandMark(cause.id, target) };
  }

  /** First on what is remembered, which the append itself verifies; then, and for any answer without an append, on the stream as just read. */
  async function execute(order: Order): Promise<Outcome> {
    const remembered = hot.get(streamName(order.target));
    const first = remembered && decideOn(order, remembered);
    const done = first?.is === 'append' ? await append(order, remembered!, first.events) : undefined;
    return done ?? executeFresh(order);
  }

  async function executeFresh(order: Order): Promise<Outcome> {
    for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await sleep(Math.random() * PAUSE_MS)) {
      const known = await refresh(order);
      const decision = decideOn(order, known);
      if (decision.is === 'refused') return decision.rejection;
      if (decision.is === 'repeat') return asBefore(order, decision.first);
      if (decision.is === 'outdated') throw decision.error;
      if (decision.is === 'nothing') return { revision: known.revision, position: known.position, events: [], repeated: false };
      const done = await append(order, known, decision.events);
      if (done) return done;
    }
    throw new HubError('unavailable', 'stream.busy', 'Too many changes at once; try again.');
  }

  async function refresh({ contract, target }: Order): Promise<StreamState> {
    const known = await catchUp({ store, open }, contract, target, hot.get(streamName(target)) ?? emptyStream(contract));
    hot.set(streamName(target), known);
    return known;
  }

  /** Undefined when somebody else appended first. Any other failure may hide an append, so the stream is forgotten. */
  async function append(order: Order, known: StreamState, decided: readonly Message[]): Promise<Outcome | undefined> {
    const { contract, target } = order;
    checkEvents(contract, decided);
    const { emitted, state } = evolveWith(order, known.state, decided);
    const grounds = await groundsOf(order, emitted);
    if (grounds && isRejection(grounds)) return grounds;
    const events = await prepare(seal, order, emitted, grounds);
    try {
      const { revision, position } = await store.append(target, events, known.revision);
      const first = nextRevision(known.revision);
      const commands = withCommands(known.commands, [{ id: events[0]!.id, revision: first }]);
      hot.set(streamName(target), { state, revision, position, commands });
      return { revision, position, events: events.map(({ type }) => type), repeated: false };
    } catch (error) {
      if (error instanceof HubError && error.kind === 'conflict') return undefined;
      hot.drop(streamName(target));
      throw error;
    }
  }

  async function groundsOf({ contract, target: { tenant, slice }, command: { type } }: Order, emitted: Emitted): Promise<Grounds | Rejection | undefined> {
    if (!lawful) return undefined;
    const holding = emitted.find(({ event }) => holdsHealth(contract.events.get(event.type)!, event.data));
    return holding?.subject ? lawful({ tenant, slice, command: type, subject: holding.subject }) : undefined;
  }

  async function asBefore({ target, mark }: Order, first: number): Promise<Done> {
    const events: string[] = [];
    let last: { revision: number; position: bigint } | undefined;
    for await (const event of store.read(target, { from: first })) {
      if (markOf(event.id) !== mark) break;
      events.push(event.type);
      last = event;
    }
    return { revision: last!.revision, position: last!.position, events, repeated: true };
  }

  return async (target, command, cause) => {
    const started = performance.now();
    const tell = (outcome: Observed['outcome'], events = 0) =>
      observe?.({ slice: target.slice, type: command.type, outcome, events, seconds: (performance.now() - started) / 1000 });
    try {
      const order = accept(target, command, cause);
      const outcome = await inTurn(streamName(target), () => execute(order));
      tell(kindOf(outcome), isRejection(outcome) || outcome.repeated ? 0 : outcome.events.length);
      return outcome;
    } catch (error) {
      tell(error instanceof HubError ? error.kind : 'bug');
      throw error;
    }
  };
}

function kindOf(outcome: Outcome): Observed['outcome'] {
  if (isRejection(outcome)) return 'rejected';
  if (outcome.repeated) return 'repeated';
  return outcome.events.length > 0 ? 'done' : 'nothing';
}
