// The whole log, from a position on and then live: one subscription, read in batches, resumed where it broke off.
import type { Batch } from '#domain/kernel/event-store.ts';
import type { Recorded } from '#domain/kernel/envelope.ts';
import { BACKWARDS, type Client, END, excludeSystemEvents, type ResolvedEvent, START, streamNameFilter } from './client.ts';
import { toRecorded } from './convert.ts';
import { isUnavailable, toHubError } from './errors.ts';
import { makePull } from './pull.ts';
import { makeBackoff, retrying } from './retry.ts';

type Options = { after?: bigint; size?: number; everyMs?: number; tenant?: string; signal: AbortSignal };
/** Server windows of 32 events between two checkpoints that report progress when nothing matches. */
const CHECKPOINT_INTERVAL = 8;
const BUFFER = 512;

async function* session(client: Client, { after, size = 500, everyMs = 200, tenant, signal }: Options): AsyncGenerator<Batch> {
  let checkpoint = after;
  let live = false;
  const checkpoints = {
    checkpointInterval: CHECKPOINT_INTERVAL,
    checkpointReached: async (_: unknown, { commit }: { commit: bigint }) => {
      checkpoint = commit;
      pull.ring();
    },
  };
  const filter = tenant === undefined ? excludeSystemEvents(checkpoints) : streamNameFilter({ prefixes: [`${tenant}.`], ...checkpoints });
  const fromPosition = after === undefined ? START : { commit: after, prepare: after };
  const subscription = client.subscribeToAll({ fromPosition, filter }, { highWaterMark: BUFFER });
  const pull = makePull<ResolvedEvent>(subscription, signal);
  subscription.on('caughtUp', () => {
    live = true;
    pull.ring();
  });
  subscription.on('fellBehind', () => (live = false));

  let reported = after;
  let reportedLive = false;
  try {
    while (!signal.aborted) {
      const events: Recorded[] = [];
      let position = reported;
      let drained = false;
      const due = performance.now() + everyMs; // a clock that nobody sets
      while (events.length < size) {
        const resolved = pull.take();
        if (resolved) {
          position = resolved.event?.position?.commit ?? resolved.commitPosition ?? position;
          const event = toRecorded(resolved);
          if (event) events.push(event);
          continue;
        }
        drained = true;
        const wait = due - performance.now();
        if (live || wait <= 0 || signal.aborted) break; // live events are not held back; a signal is dear to ask for each event
        await pull.something(wait);
        drained = false;
      }
      // The checkpoint runs ahead of events still buffered, so it counts only once the buffer is empty.
      if (drained && checkpoint !== undefined && checkpoint > (position ?? -1n)) position = checkpoint;
      const isLive = drained && live;
      if (position !== undefined && (events.length > 0 || position !== reported || isLive !== reportedLive)) {
        reported = position;
        reportedLive = isLive;
        yield { events, position, live: isLive };
      } else await pull.something();
    }
  } finally {
    await pull.close();
  }
}

export async function* follow(client: Client, options: Options): AsyncGenerator<Batch> {
  const backoff = makeBackoff(options.signal);
  let { after } = options;
  while (!options.signal.aborted) {
    try {
      for await (const batch of session(client, { ...options, after })) {
        after = batch.position;
        backoff.reset();
        yield batch;
      }
    } catch (error) {
      if (!isUnavailable(error)) throw toHubError(error);
    }
    if (!options.signal.aborted) await backoff.pause();
  }
}

/** A page read to its end is cheaper than a call that is cancelled, and the newest event is nearly always the hub's own. */
const NEWEST = 8;

/** The position of the newest event that is not the store's own. */
export async function head(client: Client): Promise<bigint | undefined> {
  for (let maxCount = NEWEST; ; maxCount *= 16) {
    const newest = await retrying(() => Array.fromAsync(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount })));
    const own = newest.find(({ event }) => event && !event.type.startsWith('$'));
    if (own || newest.length < maxCount) return own?.event?.position?.commit;
  }
}
