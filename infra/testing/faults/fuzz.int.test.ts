// Hostile requests against a real hub, some of each kind. `node infra/testing/faults/fuzz.ts --rounds 5` sends every one that can be derived.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { equal, is, ok } from 'uvu/assert';
import { type Hub, signedIn, startHub, temporaryFolder } from '../hub.ts';
import { spec } from '../spec.ts';
import { fuzz, seeded } from './fuzz.ts';
import { until } from './processes.ts';

const SEED = 20_261_121;

spec('hostile requests', (it, { setup, teardown }) => {
  const folder = temporaryFolder('hub-fuzz');
  let hub: Hub;
  setup(async () => void (hub = await startHub(folder.path)));
  teardown(async () => {
    await hub?.stop();
    folder.remove();
  });

  it('takes any language as it is written: dotted and dotless i, combining marks, characters beyond the first plane', async () => {
    const coordinator = await signedIn(hub, 'coordinator');
    const name = { given: ['İbrahim ığüşöç', 'e\u0301\u0308', '𠮷🇹🇷'], family: 'I\u0307stanbullu-ﬁ عَرَبِي' };
    const made = await coordinator.json<{ id: string; position: string }>('/api/patients', { name, birthDate: '1990-02-03', sex: 'female' });
    is(made.status, 201);
    const read = await coordinator.json<{ name: typeof name }>(`/api/patients/${made.body.id}`, undefined, { 'hub-wait-for': made.body.position });
    equal({ given: read.body.name.given, family: read.body.name.family }, name);
  });

  it('whatever cannot be taken is refused honestly on every route, and changes nothing', async () => {
    const { operations, sent, statuses, faults } = await fuzz({ address: hub.address, data: hub.data, random: seeded(SEED), each: 12, wild: 2 });
    console.log(`${sent} requests to ${operations} operations: ${JSON.stringify(statuses)}`);
    ok(operations > 40 && sent > operations * 10);
    equal(faults.slice(0, 20), []);
  });

  it('is then as ready as before, has parked nothing, and has logged no mistake of its own', async () => {
    await until('it is ready', async () => (await fetch(`${hub.address}/ready`)).status === 200);
    const { checks } = (await (await fetch(`${hub.address}/ready`)).json()) as { checks: Record<string, { parked?: number }> };
    is(checks['projection views']!.parked, 0);
    const log = readFileSync(join(hub.data, 'logs', 'api.log'), 'utf8').split('\n');
    equal(log.filter((line) => line.includes('http.bug')).slice(0, 3), []);
  });
});
