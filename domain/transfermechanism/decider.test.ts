import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import type { MechanismEvent } from './messages.ts';
import { transfermechanismSlice as slice } from './slice.ts';

// A Thursday; five working days later is the Thursday after.
const contract = { processor: 'Stripe', country: 'US', kind: 'standard-contract', signedAt: '2026-01-01T10:00:00.000Z' } as const;
const notifyBy = '2026-01-08T10:00:00.000Z';
const recorded: MechanismEvent = { type: 'MechanismRecorded', data: { ...contract, notifyBy } };
const warn = { type: 'WarnOfMechanism', data: {} } as const;
const notify = (notifiedAt: string) => ({ type: 'NotifyMechanism', data: { notifiedAt } }) as const;

spec('transfer mechanism', (it) => {
  it('a standard contract is to be notified within five working days; the others are not', () => {
    given(slice).when({ type: 'RecordMechanism', data: contract }).then(recorded);
    const adequate = { ...contract, kind: 'adequacy' } as const;
    given(slice).when({ type: 'RecordMechanism', data: adequate }).then({ type: 'MechanismRecorded', data: adequate });
  });
  it('is overdue when nobody notified, and a late notification says so', () => {
    given(slice, recorded).when(warn).then(reject('transfermechanism.not-due'));
    given(slice, recorded).when(warn, { at: notifyBy }).then({ type: 'MechanismOverdue', data: { notifyBy } });
    const late = '2026-01-09T00:00:00.000Z';
    given(slice, recorded, { type: 'MechanismOverdue', data: { notifyBy } })
      .when(notify(late), { at: late })
      .then({ type: 'MechanismNotified', data: { notifiedAt: late, late: true } });
    given(slice, recorded)
      .when(notify('2026-01-02T00:00:00.000Z'))
      .then({ type: 'MechanismNotified', data: { notifiedAt: '2026-01-02T00:00:00.000Z', late: false } });
  });
  it('is neither signed nor notified ahead of time', () => {
    given(slice)
      .when({ type: 'RecordMechanism', data: { ...contract, signedAt: '2027-01-01T00:00:00.000Z' } })
      .then(reject('transfermechanism.in-future'));
    given(slice, recorded).when(notify('2027-01-01T00:00:00.000Z')).then(reject('transfermechanism.in-future'));
  });
});
