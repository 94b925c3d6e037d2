import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { HubError } from '#domain/kernel/errors.ts';
import { spec } from '../testing/spec.ts';
import { makeTurns, type TurnSettings } from './turns.ts';

/** Work that ends when it is told to; `begun` is the order in which turns came. */
function shop(settings: Partial<TurnSettings>, now?: () => number) {
  const turns = makeTurns(settings, now);
  const begun: string[] = [];
  const open: (() => void)[] = [];
  const ask = (lane: string, { cost = 2, share = 1 } = {}) =>
    turns.take(lane, { cost, share }, () => {
      begun.push(lane);
      return new Promise<void>((end) => void open.push(end));
    });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const endOne = async () => {
    open.shift()?.();
    await settle();
  };
  const endAll = async () => {
    while (open.length > 0) await endOne();
  };
  return { turns, begun, open, ask, endOne, endAll, settle };
}
const many = (count: number, ask: () => Promise<void>) => Array.from({ length: count }, ask);

spec('turns', (it) => {
  it('nobody waits while there is room', () => {
    const { ask, begun } = shop({ slots: 3, most: 3 });
    void ask('a');
    void ask('b');
    void ask('a');
    assert.equal(begun, ['a', 'b', 'a']);
  });
  it('when a flood waits, another tenant that comes late is next', async () => {
    const { ask, begun, endOne, endAll, settle } = shop({ slots: 1, most: 1 });
    const all = many(20, () => ask('noisy'));
    all.push(ask('quiet'));
    await settle();
    await endOne();
    await endOne();
    assert.ok(begun.slice(0, 3).includes('quiet'), begun.join());
    await endAll();
    await Promise.all(all);
    assert.is(begun.length, 21);
  });
  it('a flood holds few places while somebody else is there, and more again when it has been alone for a moment', async () => {
    let passed = 0;
    const { ask, begun, endOne, endAll, settle } = shop({ slots: 8, most: 6, few: 2 }, () => passed);
    const all = [ask('quiet'), ...many(12, () => ask('noisy'))];
    await settle();
    assert.equal(begun, ['quiet', 'noisy', 'noisy']);
    all.push(...many(5, () => ask('big', { share: 2 })));
    await settle();
    assert.is(begun.filter((name) => name === 'big').length, 4);
    passed = 999;
    await endOne();
    assert.is(begun.filter((name) => name === 'noisy').length, 2);
    passed = 3_000;
    await endAll();
    await Promise.all(all);
    assert.is(begun.length, 18);
  });
  it('a flood never holds every place', async () => {
    const { ask, begun, endAll, settle } = shop({ slots: 4, most: 3, few: 3 });
    const all = many(10, () => ask('noisy'));
    await settle();
    assert.is(begun.length, 3);
    all.push(ask('quiet'));
    await settle();
    assert.equal(begun, ['noisy', 'noisy', 'noisy', 'quiet']);
    await endAll();
    await Promise.all(all);
  });
  it('turns are counted by what they cost, and a tenant with a larger share gets more of them', async () => {
    const { ask, begun, endOne, endAll, settle } = shop({ slots: 1, most: 1 });
    const all = [ask('first'), ...many(60, () => ask('dear', { cost: 10 })), ...many(60, () => ask('cheap')), ...many(60, () => ask('big', { share: 3 }))];
    await settle();
    for (let i = 0; i < 60; i += 1) await endOne();
    const count = (lane: string) => begun.filter((name) => name === lane).length;
    assert.ok(count('big') >= 2.5 * count('cheap') && count('big') <= 3.5 * count('cheap'), `${count('big')} ${count('cheap')}`);
    assert.ok(count('cheap') >= 4 * count('dear'), `${count('cheap')} ${count('dear')}`);
    await endAll();
    await Promise.all(all);
  });
  it('a full queue refuses at once and says when to come back; other tenants are still let in', async () => {
    const { ask, turns, endAll, settle } = shop({ slots: 1, most: 1, depth: 2 });
    const all = many(3, () => ask('noisy'));
    await settle();
    const refused = await ask('noisy').catch((error: unknown) => error);
    assert.instance(refused, HubError);
    assert.equal([(refused as HubError).code, (refused as HubError).detail], ['hub.busy', { retryAfter: 1 }]);
    assert.throws(() => turns.check('noisy'));
    turns.check('quiet');
    all.push(ask('quiet'));
    await endAll();
    await Promise.all(all);
    assert.is(turns.waiting(), 0);
  });
  it('whatever comes and ends in whatever order, and however work fails: each gets its turn once, places are never exceeded nor lost', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 12 }), fc.boolean(), fc.integer({ min: 0, max: 3 })), { maxLength: 60 }),
        async (asked) => {
          const turns = makeTurns({ slots: 3, most: 2, depth: 100 });
          let under = 0;
          let done = 0;
          const ran = await Promise.allSettled(
            asked.map(([lane, cost, fails, ticks]) =>
              turns.take(lane, { cost, share: 1 }, async () => {
                under += 1;
                assert.ok(under <= 3);
                for (let i = 0; i < ticks; i += 1) await Promise.resolve();
                under -= 1;
                done += 1;
                if (fails) throw new Error('work failed');
              }),
            ),
          );
          assert.equal([done, turns.waiting()], [asked.length, 0]);
          assert.is(ran.filter(({ status }) => status === 'rejected').length, asked.filter(([, , fails]) => fails).length);
          assert.is(await turns.take('z', { cost: 1, share: 1 }, async () => 'free'), 'free');
        },
      ),
      { numRuns: 100 },
    ));
});
