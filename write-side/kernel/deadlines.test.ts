import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import type { Cause, Dispatch } from '#domain/kernel/dispatch.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { spec } from '#infra/testing/spec.ts';
import { type DueStream, runDeadlines } from './deadlines.ts';

const stream = { tenant: 'acme', slice: 'offer', id: 'o1' };
const command = { type: 'ExpireOffer', data: {} };
const dueAt = (at: number, cause = 'e1', name = 'expire') => ({ name, at: new Date(at).toISOString(), command, cause, correlationId: 'c' });
const done = { revision: 1, events: [], repeated: false } as const;

/** Runs the worker over `open` for some turns of a clock that moves `step` each time it is looked at. */
async function run(open: DueStream['open'], dispatch: Dispatch, turns = 3, step = 1000) {
  const [stop, trouble]: [AbortController, string[]] = [new AbortController(), []];
  let [time, left] = [10_000, turns];
  const due = async function* () {
    time += step;
    if ((left -= 1) < 0) return stop.abort();
    yield { stream, open };
  };
  await runDeadlines(
    { deadlines: { due }, dispatch, now: () => new Date(time), everyMs: 1, onTrouble: (_, name, code) => void trouble.push(`${name} ${code}`) },
    stop.signal,
  );
  return trouble;
}

spec('deadlines', (it) => {
  it('a deadline whose time has come gives its command, as the system, because of the event that set it', async () => {
    const given: [unknown, unknown, Cause][] = [];
    await run([dueAt(0)], async (to, what, cause) => (given.push([to, what, cause]), done), 1);
    const [to, what, { actor, correlationId, causationId }] = given[0]!;
    assert.equal([to, what, actor, correlationId, causationId], [stream, command, { id: 'expire', kind: 'system', role: 'deadline' }, 'c', 'e1']);
  });
  it('the same deadline always has the same command id, and another one another', async () => {
    const ids = new Set<string>();
    const dispatch: Dispatch = async (_, __, { id }) => (ids.add(id), done);
    await run([dueAt(0)], dispatch);
    await run([dueAt(0)], dispatch);
    assert.is(ids.size, 1);
    await run([dueAt(0, 'e2'), dueAt(0, 'e1', 'warn')], dispatch);
    assert.is(ids.size, 3);
  });
  it('nothing is given before its time', async () => {
    let given = 0;
    await run([dueAt(60_000)], async () => ((given += 1), done));
    assert.is(given, 0);
  });
  it('what stays open is given again, ever more slowly, and told about when it is refused or fails', async () => {
    let given = 0;
    const trouble = await run(
      [dueAt(0)],
      async () => ((given += 1), given === 1 ? { rejected: 'offer.unknown' } : Promise.reject(new HubError('unavailable', 'x.y', ''))),
      40,
    );
    assert.ok(given > 2 && given < 7, String(given));
    assert.equal(trouble.slice(0, 2), ['expire offer.unknown', 'expire x.y']);
  });
  it('a failing deadline does not hold up the others', async () => {
    const causes: string[] = [];
    await run([dueAt(0, 'bad'), dueAt(1, 'good')], async (_, __, { causationId }) => {
      causes.push(causationId!);
      if (causationId === 'bad') throw new TypeError('x');
      return done;
    });
    assert.equal(causes.slice(0, 2), ['bad', 'good']);
  });
  it('stops when told to, also in the middle of a pause', async () => {
    const stop = new AbortController();
    const due = async function* (): AsyncIterable<DueStream> {};
    const running = runDeadlines({ deadlines: { due }, dispatch: async () => done, now: () => new Date(), everyMs: 60_000 }, stop.signal);
    await sleep(5);
    stop.abort();
    await running;
  });
});
