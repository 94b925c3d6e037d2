// How far behind a worker is, by tenant, and how fast it gets on.
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { WorkerState } from './progress-tables.ts';

export type Meter = {
  /** These are being applied now. */
  takes(events: readonly Recorded[]): void;
  took(events: number): void;
  lag(queued: readonly Recorded[]): { readonly lagSeconds: number; readonly eventsPerSecond: number; readonly applied: number };
  state(queued: readonly Recorded[], level: boolean): WorkerState;
};

/** The rate is of about the last ten seconds. */
const WINDOW_MS = 10_000;
const MOST_TENANTS = 20;

export function makeMeter(now: () => Date): Meter {
  let inHand: readonly Recorded[] = [];
  let applied = 0;
  let done: { at: number; events: number }[] = [];
  const age = ({ recordedAt }: Recorded) => Math.max(0, (now().getTime() - recordedAt.getTime()) / 1000);

  const eventsPerSecond = () => {
    const time = now().getTime();
    done = done.filter(({ at }) => at <= time && time - at < WINDOW_MS); // also after the clock was put back
    return Math.round(done.reduce((sum, { events }) => sum + events, 0) / (WINDOW_MS / 1000));
  };
  const oldest = (events: readonly Recorded[]) => events.reduce((most, event) => Math.max(most, age(event)), 0);

  return {
    takes: (events) => {
      inHand = events;
    },
    took: (events) => {
      inHand = [];
      applied += events;
      if (events > 0) done.push({ at: now().getTime(), events });
    },
    lag: (queued) => ({ lagSeconds: oldest([...inHand, ...queued]), eventsPerSecond: eventsPerSecond(), applied }),
    state: (queued, level) => {
      const waiting = [...inHand, ...queued];
      const tenants = [...Map.groupBy(waiting, ({ meta }) => meta.tenant)]
        .map(([tenant, events]) => ({ tenant, events: events.length, seconds: Math.round(oldest(events)) }))
        .toSorted((a, b) => b.seconds - a.seconds || b.events - a.events)
        .slice(0, MOST_TENANTS);
      return { eventsPerSecond: eventsPerSecond(), level, tenants, queued: waiting.length };
    },
  };
}
