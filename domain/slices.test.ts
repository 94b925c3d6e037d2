import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { slices } from './index.ts';
import { isSealed, type Sealed } from './kernel/sealing.ts';

const sealed: Sealed = { $sealed: '1.AAAA', subject: 's', event: 'e', field: 'f' };

spec('slices', (it) => {
  it('names are unique, one lower-case word each, and so are event and command types', () => {
    const names = slices.map(({ name }) => name);
    assert.is(new Set(names).size, names.length);
    assert.ok(names.every((name) => /^[a-z]+$/.test(name)));
    for (const types of [slices.flatMap((s) => Object.keys(s.events)), slices.flatMap((s) => Object.keys(s.commands))])
      assert.is(new Set(types).size, types.length);
  });
  it('every event has a fold and every command a rule', () => {
    for (const { events, commands, decider } of slices) {
      assert.equal(Object.keys(decider.evolve).sort(), Object.keys(events).sort());
      assert.equal(Object.keys(decider.decide).sort(), Object.keys(commands).sort());
    }
  });
  it('what a slice leaves sealed does not enter its state', () => {
    for (const { events, decider, opens } of slices)
      for (const [type, spec] of Object.entries(events)) {
        const closed = Object.keys({ ...spec.personal, ...spec.health }).filter((field) => opens && !opens.includes(field));
        if (closed.length === 0) continue;
        const data = Object.fromEntries(closed.map((field) => [field, sealed]));
        const state = JSON.stringify(decider.evolve[type]!({ type, data }, decider.initial) ?? {}, (_, v) => (isSealed(v) ? 'LEAKED' : v));
        assert.not.match(state, /LEAKED/, type);
      }
  });
});
