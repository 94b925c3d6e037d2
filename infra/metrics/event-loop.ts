// How long the event loop made others wait: the first sign of a process that does too much at once.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Gauge } from 'prom-client';

const RESOLUTION_MS = 10;

/** Fills `gauge` with p50, p99 and max (seconds) of the time since the last scrape, each time it is scraped. */
export function watchEventLoop(gauge: Gauge<'quantile'>): { stop(): void } {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  (gauge as unknown as { collect: () => void }).collect = () => {
    gauge.set({ quantile: '0.5' }, seconds(delay.percentile(50)));
    gauge.set({ quantile: '0.99' }, seconds(delay.percentile(99)));
    gauge.set({ quantile: '1' }, seconds(delay.max));
    delay.reset();
  };
  return { stop: () => void delay.disable() };
}
/** The histogram holds the time between two looks, so an idle process shows the resolution itself. */
const seconds = (nanoseconds: number): number => (Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e9 - RESOLUTION_MS / 1e3) : 0);
