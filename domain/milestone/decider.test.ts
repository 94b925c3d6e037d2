import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { decide, doctor, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { fold, isRejection, reject } from '../kernel/decider.ts';
import { openAt } from './decider.ts';
import { DISPENSABLE, type Milestone, type MilestoneCommand, type MilestoneEvent, MILESTONES } from './messages.ts';
import { milestoneSlice as slice } from './slice.ts';

const patientId = '0190d0c0-0000-7000-8000-000000000009';
const settle = (item: Milestone, how: 'done' | 'not-needed' = 'done'): MilestoneCommand => ({ type: 'SettleMilestone', data: { patientId, item, how } });
const reopen = (item: Milestone): MilestoneCommand => ({ type: 'ReopenMilestone', data: { item, reason: 'wrong passport' } });
const settled = (item: Milestone, how: 'done' | 'not-needed' = 'done'): MilestoneEvent => ({
  type: 'MilestoneSettled',
  data: { patientId, item, how, settledBy: doctor.id },
});
const reopened = (item: Milestone): MilestoneEvent => ({ type: 'MilestoneReopened', data: { item, reason: 'wrong passport' } });

spec('milestone', (it) => {
  it('is settled once, by somebody who is named, and can be opened again with a reason', () => {
    given(slice).when(settle('identity-checked')).then(settled('identity-checked'));
    given(slice, settled('identity-checked')).when(settle('identity-checked')).then();
    given(slice, settled('identity-checked')).when(reopen('identity-checked')).then(reopened('identity-checked'));
    given(slice, settled('visa')).when(reopen('identity-checked')).then(reject('milestone.unknown'));
  });
  it('a visa, a ride and an interpreter are not needed by everybody; a signature and a look at the passport are', () => {
    given(slice).when(settle('visa', 'not-needed')).then(settled('visa', 'not-needed'));
    given(slice).when(settle('contract-signed', 'not-needed')).then(reject('milestone.needed'));
  });
  it('whatever is settled and opened again, a stage whose list was begun is open until each of it is settled', () => {
    const item = fc.constantFrom(...(Object.values(MILESTONES).flat() as Milestone[]));
    const how = fc.constantFrom('done' as const, 'not-needed' as const);
    const command = fc.oneof({ weight: 3, arbitrary: fc.tuple(item, how).map(([i, h]) => settle(i, h)) }, item.map(reopen));
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
        const log: MilestoneEvent[] = [];
        for (const one of commands) {
          const answer = decide(slice, log, one);
          if (!isRejection(answer)) log.push(...answer);
        }
        const last = (i: Milestone) => log.findLast((e) => e.data.item === i);
        for (const [stage, list] of Object.entries(MILESTONES)) {
          const begun = list.some((i) => last(i));
          const expected = begun ? list.filter((i) => last(i)?.type !== 'MilestoneSettled') : [];
          assert.equal(openAt(fold(slice.decider, log), stage), expected);
        }
        for (const e of log) if (e.type === 'MilestoneSettled' && e.data.how === 'not-needed') assert.ok(DISPENSABLE.includes(e.data.item));
      }),
      { numRuns: 80 },
    );
  });
});
