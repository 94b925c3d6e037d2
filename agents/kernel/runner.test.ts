import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import type { Recorded } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { makeMemoryGroups } from '#infra/testing/fakes/agent-hub.ts';
import { spec } from '#infra/testing/spec.ts';
import type { Agent } from './ports.ts';
import { type RunnerDeps, runAgent } from './runner.ts';

let count = 0;
const event = (key: string, type = 'Fact'): Recorded =>
  ({ id: `e${++count}`, type, data: {}, stream: { tenant: 'acme', slice: 'patient', id: key } }) as unknown as Recorded;
const agentThat = (run: Agent['run']): Agent => ({
  name: 'test',
  types: ['Fact'],
  key: ({ stream }) => (stream.id === 'ignored' ? undefined : stream.id),
  run,
});

/** Runs until `until` holds, then aborts; answers what happened. */
async function runWith(
  log: Recorded[],
  run: Agent['run'],
  until: (seen: { acknowledged: number; runs: number; outcomes: string[]; parked: { reason: string }[] }) => boolean,
  more: Partial<RunnerDeps> = {},
) {
  const memory = makeMemoryGroups(log);
  const stop = new AbortController();
  const outcomes: string[] = [];
  const trouble: string[] = [];
  let runs = 0;
  const agent = agentThat(async (events) => {
    runs++;
    return run(events);
  });
  const running = runAgent(
    {
      groups: memory.groups,
      agent,
      window: 20,
      backoff: [1, 1],
      metrics: (_, outcome) => outcomes.push(outcome),
      onTrouble: ({ action, code }) => trouble.push(`${action} ${code}`),
      ...more,
    },
    stop.signal,
  );
  const seen = () => ({ acknowledged: memory.acknowledged(), runs, outcomes, parked: memory.parked });
  for (let tries = 0; tries < 1000 && !until(seen()); tries++) await sleep(2);
  stop.abort();
  await running;
  return { ...seen(), trouble, memory };
}
const unavailable = () => new HubError('unavailable', 'views.behind', 'the views are behind');

spec('the agent runner', (it) => {
  it('a burst about one patient is one run, and every event of it is acknowledged', async () => {
    const log = Array.from({ length: 50 }, () => event('p1'));
    let size = 0;
    const { runs, acknowledged, outcomes } = await runWith(
      log,
      async (events) => ((size = events.length), 'changed'),
      (s) => s.acknowledged === 50,
    );
    assert.equal([runs, size, acknowledged, outcomes.join()], [1, 50, 50, 'changed']);
  });
  it('two patients are two runs', async () => {
    const { runs } = await runWith(
      [event('p1'), event('p2'), event('p1')],
      async () => 'unchanged',
      (s) => s.acknowledged === 3,
    );
    assert.is(runs, 2);
  });
  it('nothing is acknowledged before what follows from it has been told', async () => {
    let finish = () => {};
    const told = new Promise<void>((resolve) => void (finish = resolve));
    let atRun = -1;
    const log = [event('p1')];
    const { memory } = await runWith(
      log,
      async () => (await told, 'changed'),
      (s) => {
        if (s.runs === 1 && atRun < 0) {
          atRun = s.acknowledged;
          finish();
        }
        return s.acknowledged === 1;
      },
    );
    assert.equal([atRun, memory.acknowledged()], [0, 1]);
  });
  it('runs about one patient follow one another, runs about others go on', async () => {
    const running = new Set<string>();
    let [clash, together] = [false, 0];
    const log = [event('p1'), event('p2')];
    const work: Agent['run'] = async ([first]) => {
      const key = first!.stream.id;
      clash ||= running.has(key);
      running.add(key);
      together = Math.max(together, running.size);
      if (log.length < 8) log.push(event(key));
      await sleep(40);
      running.delete(key);
      return 'changed';
    };
    await runWith(log, work, (s) => s.acknowledged >= 8);
    assert.equal([clash, together], [false, 2]);
  });
  it('no more runs at once than allowed', async () => {
    let [now, most] = [0, 0];
    const log = Array.from({ length: 9 }, (_, i) => event(`p${i}`));
    const work: Agent['run'] = async () => {
      most = Math.max(most, ++now);
      await sleep(10);
      now--;
      return 'changed';
    };
    await runWith(log, work, (s) => s.acknowledged === 9, { parallel: 3 });
    assert.is(most, 3);
  });
  it('what passes is tried again', async () => {
    let tries = 0;
    const { outcomes, trouble } = await runWith(
      [event('p1')],
      async () => (++tries < 3 ? Promise.reject(unavailable()) : 'changed'),
      (s) => s.acknowledged === 1,
    );
    assert.equal([tries, outcomes.join(), trouble.length], [3, 'changed', 2]);
  });
  it('what does not pass in time goes back to the store, and is set aside after ten deliveries', async () => {
    const { outcomes, parked, runs } = await runWith(
      [event('p1')],
      () => Promise.reject(unavailable()),
      (s) => s.parked.length === 1,
      { backoff: [] },
    );
    assert.equal(outcomes, [...Array.from({ length: 9 }, () => 'retried'), 'parked']);
    assert.equal([runs, parked[0]!.reason], [10, 'views.behind']);
  });
  it('a defect is set aside at once with its code, and never with data', async () => {
    const { parked, trouble, outcomes } = await runWith(
      [event('p1'), event('p1')],
      () => Promise.reject(new Error('Mrs Yılmaz, 0532…')),
      (s) => s.parked.length === 2,
    );
    assert.equal([...new Set(parked.map(({ reason }) => reason))], ['hub.bug']);
    assert.equal([trouble, outcomes], [['parked hub.bug'], ['parked']]);
  });
  it('events without a key are acknowledged and start nothing', async () => {
    const { runs } = await runWith(
      [event('ignored')],
      async () => 'changed',
      (s) => s.acknowledged === 1,
    );
    assert.is(runs, 0);
  });
  it('what was still gathering when it stopped is delivered again', async () => {
    const log = [event('p1')];
    const first = await runWith(
      log,
      async () => 'changed',
      () => true,
      { window: 60_000 },
    );
    assert.equal([first.runs, first.acknowledged], [0, 0]);
  });
});
