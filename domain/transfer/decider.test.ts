import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import type { TransferEvent } from './messages.ts';
import { transferSlice } from './slice.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const scheduled: TransferEvent = {
  type: 'TransferScheduled',
  data: { caseId: id(1), patientId: id(2), pickUpAt: '2026-02-01T00:00:00.000Z', from: 'IST', to: 'Hotel' },
};
const driver = { driver: 'Ali', phone: '+905321234567', plate: '34 X 1' };
const assigned: TransferEvent = { type: 'DriverAssigned', data: driver };
const pickedUp: TransferEvent = { type: 'PatientPickedUp', data: {} };

spec('transfer', (it) => {
  it('goes from scheduled over a driver and the ride to its end', () => {
    given(transferSlice)
      .when({ type: 'ScheduleTransfer', data: scheduled.data as never })
      .then(scheduled);
    given(transferSlice, scheduled).when({ type: 'AssignDriver', data: driver }).then(assigned);
    given(transferSlice, scheduled, assigned).when({ type: 'PickUpPatient', data: {} }).then(pickedUp);
    given(transferSlice, scheduled, assigned, pickedUp).when({ type: 'CompleteTransfer', data: {} }).then({ type: 'TransferCompleted', data: {} });
  });
  it('leaves no step out, and is not cancelled under way', () => {
    given(transferSlice, scheduled).when({ type: 'PickUpPatient', data: {} }).then(reject('transfer.not-now'));
    given(transferSlice, scheduled, assigned, pickedUp)
      .when({ type: 'CancelTransfer', data: { reason: 'x' } })
      .then(reject('transfer.not-now'));
  });
  it('a step told twice changes nothing; another driver may take over', () => {
    given(transferSlice, scheduled, assigned, pickedUp).when({ type: 'PickUpPatient', data: {} }).then();
    given(transferSlice, scheduled, assigned).when({ type: 'AssignDriver', data: driver }).then(assigned);
  });
});
