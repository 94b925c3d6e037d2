// The Monitoring service: the server's figures, again and again.
import { cpus, freemem } from 'node:os';
import type { Methods } from '../grpc/call.ts';
import type { Figures } from '../http/figures.ts';
import { readStatsPeriod, statistics } from '../protocol/operations.ts';

const DEFAULT_MS = 1000;
const SHORTEST_MS = 100;

/** The figures under names like EventStoreDB's: `proc-` for the process, `sys-` for the machine, `es-` for the store. */
function named(figures: Readonly<Record<string, number>>): Record<string, string> {
  const { user, system } = process.cpuUsage();
  const own = Object.entries(figures).map(([name, value]) => [`es-${name.replaceAll('_', '-')}`, String(value)]);
  return {
    'proc-id': String(process.pid),
    'proc-startTime': new Date(Date.now() - process.uptime() * 1000).toISOString(),
    'proc-mem': String(process.memoryUsage.rss()),
    'proc-cpu-ms': String(Math.round((user + system) / 1000)),
    'sys-freeMem': String(freemem()),
    'sys-cpus': String(cpus().length),
    ...Object.fromEntries(own),
  };
}

export const makeMonitoringMethods = ({ figures }: { figures: Figures }): Methods => ({
  '/event_store.client.monitoring.Monitoring/Stats': async (call) => {
    call.access.asMember();
    const period = Math.max(SHORTEST_MS, readStatsPeriod(await call.message()) || DEFAULT_MS);
    const send = () => void call.send(statistics(named(figures())));
    send();
    const timer = setInterval(send, Math.min(period, 2 ** 31 - 1));
    call.onClose(() => clearInterval(timer));
  },
});
