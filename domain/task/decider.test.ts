import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { as, decide, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { isRejection, reject } from '../kernel/decider.ts';
import { plusMinutes } from '../kernel/instants.ts';
import type { TaskCommand, TaskEvent } from './messages.ts';
import { taskSlice } from './slice.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const at = '2026-01-02T03:04:05.000Z';
const after = (minutes: number) => ({ at: plusMinutes(at, minutes) });
const red = { kind: 'red-flag', urgency: 'red', patientId: id(1), about: 'recommendation-1', ladder: ['nurse', 'doctor', 'coordinator'], dueAt: at } as const;
const assigned = { type: 'TaskAssigned', data: { ...red, ladder: [...red.ladder], climbsAt: after(5).at } } as TaskEvent;
const climbed = (rung: number, role: 'doctor' | 'coordinator', minutes: number): TaskEvent => ({
  type: 'TaskEscalated',
  data: { rung, role, climbsAt: after(minutes).at },
});
const escalate = (rung: number) => ({ type: 'EscalateTask', data: { rung } }) as const;
const taken: TaskEvent = { type: 'TaskAcknowledged', data: { memberId: id(1) } };

spec('task', (it) => {
  it('is assigned once, however often the same thing is told', () => {
    const data = { ...red, ladder: [...red.ladder] };
    given(taskSlice).when({ type: 'AssignTask', data }).then(assigned);
    given(taskSlice, assigned).when({ type: 'AssignTask', data }).then();
  });
  it('a red one nobody takes climbs a role every five minutes, to the end of its ladder', () => {
    given(taskSlice, assigned).when(escalate(1), after(4.9)).then(reject('task.not-due'));
    given(taskSlice, assigned)
      .when(escalate(1), after(5))
      .then(climbed(1, 'doctor', 10));
    given(taskSlice, assigned, climbed(1, 'doctor', 10))
      .when(escalate(2), after(10))
      .then(climbed(2, 'coordinator', 15));
    given(taskSlice, assigned, climbed(1, 'doctor', 10), climbed(2, 'coordinator', 15))
      .when(escalate(3), after(15))
      .then({ type: 'TaskExpired', data: { kind: 'red-flag', urgency: 'red' } });
  });
  it('a late or repeated climb changes nothing, and no rung is left out', () => {
    given(taskSlice, assigned, climbed(1, 'doctor', 10))
      .when(escalate(1), after(20))
      .then();
    given(taskSlice, assigned).when(escalate(2), after(20)).then(reject('task.not-due'));
  });
  it('whoever takes it stops it from climbing', () => {
    given(taskSlice, assigned)
      .when({ type: 'AcknowledgeTask', data: {} })
      .then({ type: 'TaskAcknowledged', data: { memberId: id(1) } });
    given(taskSlice, assigned, taken).when(escalate(1), after(60)).then();
  });
  it('only people of its ladder, or the one it was given to, act on it', () => {
    for (const by of [as('finance'), as('nurse', 'agent'), as('doctor', 'system')])
      given(taskSlice, assigned).when({ type: 'ApproveTask', data: {} }, { by }).then(reject('task.role-may-not'));
    const given_ = { ...assigned, data: { ...assigned.data, memberId: as('finance').id } } as TaskEvent;
    given(taskSlice, given_)
      .when({ type: 'ApproveTask', data: {} }, { by: as('finance') })
      .then({ type: 'TaskApproved', data: { memberId: id(1) } });
  });
  it('is decided once, also after it expired', () => {
    const expired: TaskEvent = { type: 'TaskExpired', data: { kind: 'red-flag', urgency: 'red' } };
    const approved: TaskEvent = { type: 'TaskApproved', data: { memberId: id(1), note: 'seen' } };
    given(taskSlice, assigned, expired)
      .when({ type: 'ApproveTask', data: { note: 'seen' } })
      .then(approved);
    given(taskSlice, assigned, approved)
      .when({ type: 'RejectTask', data: { reason: 'x' } })
      .then(reject('task.already-decided', { status: 'approved' }));
  });
  it('what was done elsewhere climbs no further, also when that is heard of first', () => {
    const settled: TaskEvent = { type: 'TaskSettled', data: {} };
    given(taskSlice, assigned).when({ type: 'SettleTask', data: {} }).then(settled);
    given(taskSlice, assigned, settled).when(escalate(1), after(5)).then();
    given(taskSlice).when({ type: 'SettleTask', data: {} }).then(settled);
    given(taskSlice, settled)
      .when({ type: 'AssignTask', data: { ...red, ladder: [...red.ladder] } })
      .then();
  });
  it('words about a patient need the patient whose key seals them', () =>
    given(taskSlice)
      .when({ type: 'AssignTask', data: { ...red, patientId: undefined, ladder: ['nurse'], text: 'x' } })
      .then(reject('task.text-needs-patient')));
});

const step = fc.record({ rung: fc.integer({ min: 1, max: 5 }), wait: fc.integer({ min: 0, max: 8 }), take: fc.boolean() });
spec('task: whenever the ladder is climbed', (it) => {
  it('rungs come one by one, at least five minutes apart, and none after somebody took it', () =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const log: TaskEvent[] = [assigned];
        const times: number[] = [0];
        let minutes = 0;
        for (const { rung, wait, take } of steps) {
          minutes += wait;
          const command: TaskCommand = take && rung === 5 ? { type: 'AcknowledgeTask', data: {} } : escalate(rung);
          const answer = decide(taskSlice, log, command, after(minutes));
          if (isRejection(answer)) continue;
          for (const event of answer) {
            if (event.type === 'TaskEscalated') {
              assert.is(event.data.rung, log.filter((e) => e.type === 'TaskEscalated').length + 1);
              assert.ok(minutes - times.at(-1)! >= 5);
              assert.not.ok(log.some((e) => e.type === 'TaskAcknowledged'));
              times.push(minutes);
            }
            log.push(event);
          }
        }
      }),
      { numRuns: 100 },
    ));
});
