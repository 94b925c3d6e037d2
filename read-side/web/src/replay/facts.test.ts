import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { compare } from './facts.ts';

const fact = (key: string, value: string) => ({ key, label: key, value });

spec('two states of a case side by side', (it) => {
  it('only what differs is marked', () => {
    const pairs = compare([fact('stage', 'Intake'), fact('status', 'Active')], [fact('stage', 'Review'), fact('status', 'Active')]);
    assert.equal(
      pairs.map(({ key, changed }) => [key, changed]),
      [
        ['stage', true],
        ['status', false],
      ],
    );
  });
  it('a fact that did not exist then is empty on that side and counts as changed', () => {
    assert.equal(compare([], [fact('r1', 'Red · Open')]), [{ key: 'r1', label: 'r1', then: '', now: 'Red · Open', changed: true }]);
  });
});
