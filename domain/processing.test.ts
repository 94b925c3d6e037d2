import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { slices } from './index.ts';
import { PROCESSING } from './processing.ts';

spec('why health data are stored', (it) => {
  it('every slice that stores health data says for which purpose, and no other does', () => {
    const storing = slices.filter(({ events }) => Object.values(events).some(({ health }) => health && Object.keys(health).length > 0));
    assert.equal(Object.keys(PROCESSING).sort(), storing.map(({ name }) => name).sort());
  });
  it('a command that collects health data, or ends their processing, is one of its slice', () => {
    for (const { name, commands } of slices) {
      const { collects = [], ends = [] } = PROCESSING[name] ?? {};
      for (const type of [...collects, ...ends]) assert.ok(commands[type], `${name} ${type}`);
    }
  });
});
