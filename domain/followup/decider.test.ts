import * as assert from 'uvu/assert';
import { decide, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { isRejection, reject } from '../kernel/decider.ts';
import { plusDays, plusMinutes } from '../kernel/instants.ts';
import { followupDeadlines } from './deadlines.ts';
import type { FollowUpCommand, FollowUpEvent } from './messages.ts';
import { checkInsOf, PROGRAMME_NAMES } from './plan.ts';
import { followupSlice } from './slice.ts';

const patientId = '0190d0c0-0000-7000-8000-000000000001';
const at = '2026-01-31T10:00:00.000Z';
const first = plusDays(at, 1);
const hours = (n: number) => plusMinutes(first, n * 60);
const started: FollowUpEvent = { type: 'FollowUpStarted', data: { patientId, checkIns: checkInsOf('standard', at) } };
const due: FollowUpEvent = { type: 'CheckInDue', data: { patientId, checkIn: 'day-1', since: first } };
const missed = (step: 'remind' | 'staff' | 'phone'): FollowUpEvent => ({ type: 'CheckInMissed', data: { patientId, checkIn: 'day-1', step } });
const miss = (step: 'remind' | 'staff' | 'phone') => ({ type: 'MissCheckIn', data: { checkIn: 'day-1', step } }) as const;
const record = (worry: 'none' | 'red' = 'none') => ({ type: 'RecordCheckIn', data: { checkIn: 'day-1', worry, findings: { text: 'well' } } }) as const;
const recorded: FollowUpEvent = { type: 'CheckInRecorded', data: { patientId, checkIn: 'day-1', worry: 'none', findings: { text: 'well' } } };

spec('follow-up', (it) => {
  it('the standard plan asks on days 1, 3, 7, 14, 30 and in months 3, 6, 12, by calendar', () => {
    const plan = checkInsOf('standard', at);
    assert.equal(
      plan.map(({ checkIn }) => checkIn),
      ['day-1', 'day-3', 'day-7', 'day-14', 'day-30', 'month-3', 'month-6', 'month-12'],
    );
    assert.is(plan.find(({ checkIn }) => checkIn === 'month-3')!.at, '2026-04-30T10:00:00.000Z');
    for (const name of PROGRAMME_NAMES) {
      const times = checkInsOf(name, at).map((c) => c.at);
      assert.equal(times, [...times].sort(), name);
    }
  });
  it('a check-in is called when it is due, once', () => {
    const call = { type: 'CallCheckIn', data: { checkIn: 'day-1' } } as const;
    given(followupSlice, started).when(call, { at }).then(reject('followup.not-due'));
    given(followupSlice, started).when(call, { at: first }).then(due);
    given(followupSlice, started, due).when(call, { at: first }).then();
  });
  it('nobody answering is a reminder after 12 hours, a task for staff after 24, the phone after 48', () => {
    for (const [step, after] of [
      ['remind', 12],
      ['staff', 24],
      ['phone', 48],
    ] as const) {
      given(followupSlice, started, due)
        .when(miss(step), { at: hours(after - 0.1) })
        .then(reject('followup.not-due'));
      given(followupSlice, started, due)
        .when(miss(step), { at: hours(after) })
        .then(missed(step));
      given(followupSlice, started, due, missed(step))
        .when(miss(step), { at: hours(after) })
        .then();
      given(followupSlice, started, due, recorded)
        .when(miss(step), { at: hours(after) })
        .then();
    }
  });
  it('an answer counts whenever it comes, and a red one is escalated at once', () => {
    given(followupSlice, started).when(record()).then(recorded);
    given(followupSlice, started, due, missed('phone')).when(record()).then(recorded);
    given(followupSlice, started, due)
      .when(record('red'))
      .then({ type: 'CheckInRecorded', data: { ...recorded.data, worry: 'red' } } as FollowUpEvent, {
        type: 'CheckInEscalated',
        data: { patientId, checkIn: 'day-1' },
      });
    given(followupSlice, started, recorded).when(record()).then(reject('followup.already-recorded'));
  });
  it('it is finished when nothing is open, or transferred', () => {
    const finish = (outcome: 'finished' | 'transferred') => ({ type: 'FinishFollowUp', data: { outcome, reason: 'x' } }) as const;
    given(followupSlice, started).when(finish('finished')).then(reject('followup.check-ins-open'));
    given(followupSlice, started)
      .when(finish('transferred'))
      .then({ type: 'FollowUpFinished', data: { outcome: 'transferred', reason: 'x' } });
  });
});

spec('follow-up by its deadlines alone', (it) => {
  /** Plays the worker: whatever is due next is commanded at its time. */
  function play(log: FollowUpEvent[], until: string, answer: (checkIn: string) => boolean): FollowUpEvent[] {
    type Open = { name: string; at: string; command: { type: string; data: unknown } };
    let open: Open[] = [];
    const hear = (event: FollowUpEvent) => {
      log.push(event);
      const { set = [], end = [] } = followupDeadlines[event.type]?.({ ...event } as never) ?? {};
      open = [...(end === 'all' ? [] : open.filter(({ name }) => !end.includes(name))), ...(set as Open[])].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
    };
    for (const event of log.splice(0)) hear(event);
    for (let next = open[0]; next && Date.parse(next.at) <= Date.parse(until); next = open[0]) {
      const decided = decide(followupSlice, log, next.command as FollowUpCommand, { at: next.at });
      assert.not.ok(isRejection(decided), next.name);
      if (isRejection(decided)) break;
      open = open.filter((one) => one !== next);
      for (const event of decided) {
        hear(event);
        if (event.type !== 'CheckInDue' || !answer(event.data.checkIn)) continue;
        const data = { ...record().data, checkIn: event.data.checkIn };
        for (const one of decide(followupSlice, log, { type: 'RecordCheckIn', data }, { at: next.at }) as FollowUpEvent[]) hear(one);
      }
    }
    return log;
  }
  it('every check-in becomes due, and each one without an answer is missed three times', () => {
    const count = (log: FollowUpEvent[], type: string) => log.filter((e) => e.type === type).length;
    const silent = play([started], '2028-01-01T00:00:00.000Z', () => false);
    assert.equal([count(silent, 'CheckInDue'), count(silent, 'CheckInMissed')], [8, 24]);
    const half = play([started], '2028-01-01T00:00:00.000Z', (checkIn) => checkIn.startsWith('day'));
    assert.equal([count(half, 'CheckInDue'), count(half, 'CheckInMissed'), count(half, 'CheckInRecorded')], [8, 9, 5]);
  });
});
