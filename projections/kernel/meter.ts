// How far behind a worker is, by tenant, and how fast it gets on.
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { WorkerState } from './progress-tables.ts';

export type Meter = {
  /** These are being applied now, besides those taken before. */
  takes(events: readonly Recorded[]): void;
  /** The first of those taken are applied. */
  took(): void;
  /** Nothing is being applied any more: what was taken is read again. */
  drops(): void;
  pace(): { readonly eventsPerSecond: number; readonly applied: number };
  /** Age of the oldest event that is not applied. */
  lagSeconds(queued: readonly Recorded[]): number;
  state(queued: readonly Recorded[], level: boolean): WorkerState;
};

/** The rate is of about the last ten seconds. */
const WINDOW_MS = 10_000;
const MOST_TENANTS = 20;

export function makeMeter(now: () => Date): Meter {
  let taken: (readonly Recorded[])[] = [];
  let applied = 0;
  let done: { at: number; events: number }[] = [];
  const age = ({ recordedAt }: Recorded) => Math.max(0, (now().getTime() - recordedAt.getTime()) / 1000);

  const eventsPerSecond = () => {
    const time = performance.now();
    done = done.filter(({ at }) => time - at < WINDOW_MS);
    return Math.round(done.reduce((sum, { events }) => sum + events, 0) / (WINDOW_MS / 1000));
  };
  const oldest = (events: readonly Recorded[]) => events.reduce((most, event) => Math.max(most, age(event)), 0);

  return {
    takes: (events) => taken.push(events),
    took: () => {
      const events = taken.shift()?.length ?? 0;
      applied += events;
      if (events > 0) done.push({ at: performance.now(), events });
    },
    drops: () => {
      taken = [];
    },
    pace: () => ({ eventsPerSecond: eventsPerSecond(), applied }),
    lagSeconds: (queued) => oldest([...taken.flat(), ...queued]),
    state: (queued, level) => {
      const waiting = [...taken.flat(), ...queued];
      const tenants = [...Map.groupBy(waiting, ({ meta }) => meta.tenant)]
        .map(([tenant, events]) => ({ tenant, events: events.length, seconds: Math.round(oldest(events)) }))
        .toSorted((a, b) => b.seconds - a.seconds || b.events - a.events)
        .slice(0, MOST_TENANTS);
      return { eventsPerSecond: eventsPerSecond(), level, tenants, queued: waiting.length };
    },
  };
}
