import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { mayLeave, movesFrom, skipTargets } from './moves.ts';

spec('the moves a case offers', (it) => {
  it('a case on hold can be resumed and cannot be held again', () => {
    assert.equal(movesFrom('onHold', 'review'), ['resume', 'cancel', 'decline']);
  });
  it('a case that is over can only be reopened', () => {
    for (const status of ['closed', 'cancelled', 'declined'] as const) assert.equal(movesFrom(status, 'followup'), ['reopen']);
  });
  it('closing is offered at follow-up only', () => {
    assert.ok(movesFrom('active', 'followup').includes('close'));
    assert.not.ok(movesFrom('active', 'review').includes('close'));
  });
  it('a stage that must not be skipped is never offered as passed over', () => {
    assert.not.ok(skipTargets('intake').includes('offer')); // the review lies between
    assert.equal(skipTargets('lead'), ['review']);
  });
  it('leaving the review is the doctor’s', () => {
    assert.ok(mayLeave('review', ['doctor']));
    assert.not.ok(mayLeave('review', ['coordinator', 'nurse']));
  });
});
