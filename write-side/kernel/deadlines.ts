// Gives the commands whose time has come. The command's id derives from the event that set the deadline, so however many workers there are
// and whenever they die, each deadline acts once; what remains open after its time is asked again, ever more slowly, and stays visible.
import { setTimeout as sleep } from 'node:timers/promises';
import { isRejection } from '#domain/kernel/decider.ts';
import type { Due } from '#domain/kernel/deadline.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamId } from '#domain/kernel/envelope.ts';
import { toHubError } from '#domain/kernel/errors.ts';
import { derivedId } from './ids.ts';

/** The view of open deadlines, over all tenants. `cause`: the event that set it. */
export type DueStream = { readonly stream: StreamId; readonly open: readonly (Due & { readonly cause: string; readonly correlationId: string })[] };
export type DueReader = { readonly due: (before: Date) => AsyncIterable<DueStream> };
export type DeadlineDeps = {
  readonly deadlines: DueReader;
  readonly dispatch: Dispatch;
  readonly now: () => Date;
  /** How often the view is looked at. */
  readonly everyMs?: number;
  /** Told when a command was refused or failed; it is given again later. */
  readonly onTrouble?: (stream: StreamId, deadline: string, code: string) => void;
};
type Item = DueStream['open'][number];

const EVERY_MS = 1000;
const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 600_000;

/** When to give a deadline's command again, as long as the view still shows it. Forgets what the view no longer shows. */
function makePatience(now: () => number) {
  let tried = new Map<string, { next: number; pause: number }>();
  let seen = new Map<string, { next: number; pause: number }>();
  return {
    isTurn(id: string): boolean {
      const known = tried.get(id);
      if (known && known.next > now()) return (seen.set(id, known), false);
      const pause = Math.min((known?.pause ?? FIRST_PAUSE_MS / 2) * 2, LONGEST_PAUSE_MS);
      seen.set(id, { next: now() + pause, pause });
      return true;
    },
    turn() {
      [tried, seen] = [seen, new Map()];
    },
  };
}

/** Runs until `signal` aborts. A view that cannot be read is tried again. */
export async function runDeadlines(deps: DeadlineDeps, signal: AbortSignal): Promise<void> {
  const { deadlines, now, everyMs = EVERY_MS, onTrouble } = deps;
  const patience = makePatience(() => now().getTime());
  while (!signal.aborted) {
    try {
      for await (const { stream, open } of deadlines.due(now()))
        for (const item of open) {
          if (signal.aborted) return;
          const id = derivedId('deadline', item.name, item.cause);
          if (Date.parse(item.at) <= now().getTime() && patience.isTurn(id)) await give(deps, stream, item, id);
        }
      patience.turn();
    } catch (error) {
      onTrouble?.({ tenant: '', slice: 'deadlines', id: '' }, 'read', toHubError(error).code);
    }
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

async function give({ dispatch, onTrouble }: DeadlineDeps, stream: StreamId, { name, command, cause, correlationId }: Item, id: string): Promise<void> {
  const actor = { id: name.split(':')[0]!, kind: 'system', role: 'deadline' } as const;
  try {
    const outcome = await dispatch(stream, command, { id, actor, correlationId, causationId: cause });
    if (isRejection(outcome)) onTrouble?.(stream, name, outcome.rejected);
  } catch (error) {
    onTrouble?.(stream, name, toHubError(error).code);
  }
}
