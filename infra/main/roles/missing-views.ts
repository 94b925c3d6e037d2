// A view that this version of the hub brings along is not part of the views yet: it is built beside them, while they go on, and joins when level.
import { setTimeout as sleep } from 'node:timers/promises';
import { type BuildDeps, buildViews } from '#infra/postgres/builds.ts';
import type { Log } from '#infra/log/log.ts';
import { VIEWS_GROUP, views } from '#projections/index.ts';
import type { ViewStore } from '#projections/kernel/ports.ts';

const AGAIN_MS = 5000;

/** Resolves when all views are live, or on abort. Another process may be building them; then this one waits. */
export async function buildMissing(store: Pick<ViewStore, 'open'>, deps: BuildDeps, log: Log, signal: AbortSignal): Promise<void> {
  const names = views.map((v) => v.name);
  while (!signal.aborted) {
    try {
      const live = await store.open(VIEWS_GROUP, names);
      const missing = views.filter(({ name }) => !live.has(name));
      if (missing.length === 0) return;
      log.info('views.building', { reason: missing.map(({ name }) => name).join(', ') });
      await buildViews(deps, { group: VIEWS_GROUP, views: missing, signal });
    } catch (error) {
      if (!signal.aborted) log.error('views.build', error, { group: VIEWS_GROUP });
      await sleep(AGAIN_MS, undefined, { signal }).catch(() => {});
    }
  }
}
