import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { affected } from './affected.ts';

spec('what an event makes out of date', (it) => {
  it('a case event touches the list, that case and its replay', () => {
    assert.equal(affected({ slice: 'case', id: 'c1', patientId: 'p1' }), [
      ['processes'],
      ['cases'],
      ['case', 'c1'],
      ['replay', 'c1'],
      ['timeline', 'p1'],
      ['patient', 'p1'],
    ]);
  });
  it('a recommendation touches the case it is about, not a case with its own id', () => {
    const keys = affected({ slice: 'recommendation', id: 'r1', caseId: 'c1', patientId: 'p1' });
    assert.ok(keys.some(([kind, id]) => kind === 'case' && id === 'c1'));
    assert.not.ok(keys.some(([, id]) => id === 'r1'));
  });
  it('a clinical fact of a patient touches the timeline and every open case page', () => {
    const keys = affected({ slice: 'patient', id: 'p1' }).map((key) => key.join('/'));
    assert.ok(keys.includes('timeline/p1'));
    assert.ok(keys.includes('case'));
  });
  it('a member event touches the members, what is one’s own account, and what is under way', () => {
    assert.equal(affected({ slice: 'member', id: 'm1' }), [['processes'], ['members'], ['factor'], ['sessions']]);
  });
});
