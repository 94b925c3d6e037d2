import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { difference } from './difference.ts';

spec('difference of two answers', (it) => {
  it('is nothing between equal answers', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => assert.equal(difference(value, structuredClone(value)), [])));
  });

  it('names the path of each change, and nothing that only counts events', () => {
    const then = { stage: 'lead', flags: { red: 0 }, revision: 1, position: '10' };
    assert.equal(difference(then, { ...then, stage: 'intake', flags: { red: 1 }, revision: 2, position: '20' }), [
      { path: 'stage', then: 'lead', now: 'intake' },
      { path: 'flags.red', then: 0, now: 1 },
    ]);
  });

  it('compares entries of a list with their like, wherever they stand', () => {
    const [a, b] = [
      { id: 'a', status: 'open' },
      { id: 'b', status: 'open' },
    ];
    assert.equal(difference({ list: [a] }, { list: [b, { ...a, status: 'accepted' }] }), [
      { path: 'list.a.status', then: 'open', now: 'accepted' },
      { path: 'list.b', then: undefined, now: b },
    ]);
  });

  it('shows a whole answer that was not there before', () => {
    assert.equal(difference(null, { stage: 'lead' }), [{ path: '', then: null, now: { stage: 'lead' } }]);
  });
});
