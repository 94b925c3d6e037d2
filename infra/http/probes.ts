// Answers for machines: is the process alive, may it get traffic, what does it count.
import { timingSafeEqual } from 'node:crypto';
import type { Express } from 'express';
import type { Metrics, MetricsJson } from '../metrics/metrics.ts';
import { bearer } from './headers.ts';
import { sendProblem } from './problem.ts';

/** One thing readiness depends on: an engine, or a projection group with its lag. A check that throws or is slow counts as not ok. */
export type Check = { readonly name: string; readonly check: () => Promise<{ readonly ok: boolean } & Readonly<Record<string, unknown>>> };
export type Probes = {
  readonly health: readonly Check[];
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>;
  readonly metricsToken?: string;
  /** Figures of the hub's other processes, to be summed with ours. */
  readonly otherMetrics?: () => Promise<readonly MetricsJson[]>;
  readonly isDraining: () => boolean;
};
const SLOWEST_MS = 2_000;

export function mountProbes(app: Express, probes: Probes): void {
  app.get('/health', (_req, res) => void res.json({ status: 'alive' }));
  app.get('/ready', async (_req, res) => {
    const checks = Object.fromEntries(await Promise.all(probes.health.map(run)));
    const ready = !probes.isDraining() && Object.values(checks).every((c) => c.ok);
    res.status(ready ? 200 : 503).json({ status: ready ? 'ready' : probes.isDraining() ? 'draining' : 'not-ready', checks });
  });
  app.get('/hub/metrics', async (req, res) => {
    if (probes.metricsToken && !same(probes.metricsToken, bearer(req.headers as Record<string, string | undefined>) ?? ''))
      return sendProblem(res, 401, { code: 'auth.metrics-token', detail: 'Send the metrics token: Authorization: Bearer …' });
    res.type(probes.metrics.contentType).send(await probes.metrics.text((await probes.otherMetrics?.()) ?? []));
  });
}

async function run({ name, check }: Check): Promise<[string, { ok: boolean } & Record<string, unknown>]> {
  const started = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<{ ok: false; why: string }>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, why: 'no answer' }), SLOWEST_MS);
  });
  const result = await Promise.race([check().catch(() => ({ ok: false, why: 'unreachable' })), late]);
  clearTimeout(timer);
  return [name, { ...result, ms: Math.round(performance.now() - started) }];
}

function same(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
