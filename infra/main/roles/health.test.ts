import { equal } from 'uvu/assert';
import { spec } from '../../testing/spec.ts';
import { type HealthDeps, healthChecks } from './health.ts';

const HOUR = 3_600_000;

/** Checks over engines that answer, with positions and a clock that the test moves. */
function world() {
  const at = { now: 0, head: 10n, views: 10n as bigint | undefined, fed: 10n };
  const partition = (n: number, position: bigint | undefined) => ({ partition: n, position, owner: 'a' });
  const deps = {
    store: { head: async () => at.head },
    app: { query: async () => ({}), connect: async () => ({ query: async () => ({ rows: [] }), release: () => {} }) },
    keys: { query: async () => ({}) },
    client: { ping: async () => {} },
    progress: {
      partitions: async () => (at.views === undefined ? [] : [partition(0, at.head), partition(1, at.views)]),
      views: async () => [],
      workers: async () => [],
    },
    ledger: { ends: async () => ({ fed: at.fed }) },
    now: () => at.now,
  } as unknown as HealthDeps;
  const checks = healthChecks(deps);
  const ok = async () => {
    const answers = await Promise.all(checks.map(async ({ name, check }) => [name, (await check()).ok] as const));
    return answers.filter(([, isOk]) => !isOk).map(([name]) => name);
  };
  return { at, ok };
}

spec('health', (it) => {
  it('the first event after a quiet night finds nothing stuck', async () => {
    const { at, ok } = world();
    equal(await ok(), []);
    Object.assign(at, { now: 9 * HOUR, head: 11n });
    equal(await ok(), []);
  });
  it('a group of which a part is behind and does not move for half a minute is stuck, until it moves', async () => {
    const { at, ok } = world();
    at.head = 20n;
    await ok();
    at.now = 29_000;
    equal(await ok(), []);
    at.now = 31_000;
    equal(await ok(), ['projection views', 'projection warehouse']);
    Object.assign(at, { views: 15n, fed: 20n });
    equal(await ok(), []);
  });
  it('views that nobody has begun are not ready', async () => {
    const { at, ok } = world();
    at.views = undefined;
    equal(await ok(), ['projection views']);
  });
});
