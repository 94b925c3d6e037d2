// How long a whole hub takes to start on a log and views that are there already, and how late a quiet tenant's events are beside another's burst.
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { VIEWS_GROUP } from '#projections/index.ts';
import { readConfig } from '../../main/config.ts';
import { makeFoundation } from '../../main/foundation.ts';
import { withEngines } from '../../main/running-engines.ts';
import { makePool } from '../../postgres/pool.ts';
import { makeProgress } from '../../postgres/progress.ts';
import { type Hub, startHub } from '../../testing/hub.ts';
import { type Memory, memoryBelow } from './memory.ts';
import { COURSE } from './course.ts';
import { appendCourse, slugOf } from './write.ts';

const ENV = { HUB_DEMO: 'off' };
const [QUIET_EVERY_MS, LEVEL_MS] = [250, 600_000];
/** Courses of the burst under way at a time. */
const AT_ONCE = 10;

/** Forgets the files that the system keeps in memory. False where this user may not. */
function dropCaches(): boolean {
  try {
    execFileSync('sh', ['-c', 'sync; echo 3 > /proc/sys/vm/drop_caches'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export async function startedIn(data: string, cold: boolean): Promise<{ hub: Hub; seconds: number; cold: boolean }> {
  const isCold = cold && dropCaches();
  const since = performance.now();
  const hub = await startHub(data, ENV);
  return { hub, seconds: (performance.now() - since) / 1000, cold: isCold };
}

/** What the processes of a hub hold after `ms` of rest. */
export async function atRest(hub: Hub, ms: number): Promise<Record<string, Memory>> {
  await sleep(ms);
  return memoryBelow(process.pid);
}

export type Beside = { readonly quiet: readonly number[]; readonly burstSeconds: number; readonly alone: readonly number[] };

/** Milliseconds from append to view of a quiet tenant's courses: alone, and while another tenant's `events` arrive at once. */
export async function burst(data: string, events: number): Promise<Beside> {
  const config = withEngines(readConfig({ ...process.env, ...ENV, HUB_DATA: data }))!;
  const base = makeFoundation(config, 'scale');
  const pool = makePool({ url: base.appUrl, max: 2, name: 'scale' });
  const progress = makeProgress({ url: base.appUrl, pool });
  const writer = { store: base.store, seal: base.sealing.seal };
  const lagOf = async (tenant: string) => {
    await appendCourse(writer, tenant);
    const since = performance.now();
    await progress.waitFor(VIEWS_GROUP, (await base.store.head())!, LEVEL_MS, tenant);
    return performance.now() - since;
  };
  try {
    await progress.ready;
    await progress.waitFor(VIEWS_GROUP, (await base.store.head())!, LEVEL_MS);
    const alone: number[] = [];
    for (let n = 0; n < 20; n += 1) alone.push(await lagOf(slugOf(n)));
    const quiet: number[] = [];
    let going = true;
    const watching = (async () => {
      for (let n = 20; going; n += 1, await sleep(QUIET_EVERY_MS)) quiet.push(await lagOf(slugOf(n)));
    })();
    const since = performance.now();
    for (let written = 0; written < events; written += AT_ONCE * COURSE)
      await Promise.all(Array.from({ length: AT_ONCE }, () => appendCourse(writer, slugOf(0))));
    await progress.waitFor(VIEWS_GROUP, (await base.store.head())!, LEVEL_MS, slugOf(0));
    const burstSeconds = (performance.now() - since) / 1000;
    going = false;
    await watching;
    return { quiet, alone, burstSeconds };
  } finally {
    await Promise.all([progress.close(), base.close()]);
    await pool.end();
  }
}
