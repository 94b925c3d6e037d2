// How long the event loop made others wait: the first sign of a process that does too much at once.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Gauge } from 'prom-client';

/** Fills `gauge` with p50, p99 and max (seconds) of the time since the last scrape, each time it is scraped. */
export function watchEventLoop(gauge: Gauge<'quantile'>): { stop(): void } {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  (gauge as unknown as { collect: () => void }).collect = () => {
    gauge.set({ quantile: '0.5' }, seconds(delay.percentile(50)));
    gauge.set({ quantile: '0.99' }, seconds(delay.percentile(99)));
    gauge.set({ quantile: '1' }, seconds(delay.max));
    delay.reset();
  };
  return { stop: () => void delay.disable() };
}
const seconds = (nanoseconds: number): number => (Number.isFinite(nanoseconds) ? nanoseconds / 1e9 : 0);
