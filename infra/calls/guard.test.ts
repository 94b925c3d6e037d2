import * as assert from 'uvu/assert';
import { HubError } from '#domain/kernel/errors.ts';
import { spec } from '../testing/spec.ts';
import { type CallOutcome, makeGuard } from './guard.ts';

const of = { tenant: 'acme', provider: 'whatsapp' };
const away =
  (detail = {}) =>
  async () => {
    throw new HubError('unavailable', 'provider.unavailable', 'away', { detail });
  };
const fine = async () => 'fine';

function world() {
  let now = 0;
  const outcomes: CallOutcome[] = [];
  const guard = makeGuard({ now: () => now, failures: 3, firstMs: 1_000, longestMs: 4_000, observe: ({ outcome }) => void outcomes.push(outcome) });
  const call = (work: () => Promise<unknown>, whose = of) => guard.call(whose, 'send', work).catch((error: HubError) => error.code);
  return { guard, call, outcomes, pass: (ms: number) => void (now += ms) };
}

spec('calls to providers', (it) => {
  it('after some failures in a row nothing is called for a while, then one call tries, and a success ends it', async () => {
    const { guard, call, outcomes, pass } = world();
    for (const _ of [1, 2, 3]) assert.is(await call(away()), 'provider.unavailable');
    assert.is(await call(fine), 'provider.held-off');
    assert.equal([...guard.shut()], [['whatsapp', 1]]);
    pass(1_000);
    assert.is(await call(away()), 'provider.unavailable');
    pass(1_000);
    assert.is(await call(fine), 'provider.held-off', 'the pause has doubled');
    pass(1_000);
    assert.is(await call(fine), 'fine');
    assert.equal([outcomes.at(-1), guard.shut().size], ['ok', 0]);
  });
  it('what cannot be written down is not sent, and leaves the next one free to try', async () => {
    let [now, full] = [0, true];
    const leave = async () => async () => {
      if (full) throw new HubError('unavailable', 'disclosure.not-recorded', 'no space', { detail: { effect: 'none' } });
    };
    const guard = makeGuard({ now: () => now, failures: 1, firstMs: 1_000, leave });
    const call = (work: () => Promise<unknown>) => guard.call(of, 'send', work).catch((error: HubError) => error.code);
    let made = 0;
    assert.is(await call(async () => (made += 1)), 'disclosure.not-recorded');
    assert.is(made, 0);
    full = false;
    await call(away());
    now = 1_000;
    full = true;
    assert.is(await call(fine), 'disclosure.not-recorded');
    full = false;
    assert.is(await call(fine), 'fine');
  });
  it('only one call tries whether the provider is back', async () => {
    const { call, pass } = world();
    for (const _ of [1, 2, 3]) await call(away());
    pass(1_000);
    let release = (_: unknown) => {};
    const trying = call(() => new Promise((resolve) => (release = resolve)));
    assert.is(await call(fine), 'provider.held-off');
    release('back');
    assert.is(await trying, 'back');
    assert.is(await call(fine), 'fine');
  });
  it('Retry-After is honoured at the first answer that says it', async () => {
    const { guard, call, outcomes, pass } = world();
    await call(away({ retryAfter: 2 }));
    assert.equal([guard.waitFor(of), await call(fine), outcomes], [2_000, 'provider.held-off', ['limited', 'not-made']]);
    pass(2_000);
    assert.is(await call(fine), 'fine');
  });
  it('one tenant’s broken account holds up neither another tenant nor another provider', async () => {
    const { call } = world();
    for (const _ of [1, 2, 3]) await call(away());
    assert.is(await call(fine, { tenant: 'globex', provider: 'whatsapp' }), 'fine');
    assert.is(await call(fine, { tenant: 'acme', provider: 'stripe' }), 'fine');
  });
  it('a provider that says no is there', async () => {
    const { call, outcomes } = world();
    const refuse = async () => {
      throw new HubError('conflict', 'provider.refused', 'no');
    };
    for (const _ of [1, 2, 3, 4]) await call(refuse);
    assert.equal([await call(fine), outcomes.at(0)], ['fine', 'refused']);
  });
});
