// One ride of a patient: airport, hotel, clinic.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

const words = z.string().trim().min(1).max(300);
const at = z.iso.datetime();
const ride = { caseId: id, patientId: id, pickUpAt: at };
const places = { from: words, to: words, flight: words.optional() };
const driver = { driver: words, phone: words, plate: words };
const reason = z.string().trim().min(1).max(2000);

export const transferCommands = defineCommands({
  ScheduleTransfer: z.strictObject({ ...ride, ...places }),
  AssignDriver: z.strictObject(driver),
  PickUpPatient: z.strictObject({}),
  CompleteTransfer: z.strictObject({}),
  CancelTransfer: z.strictObject({ reason }),
});
export type TransferCommand = CommandOf<typeof transferCommands>;

export const transferEvents = defineEvents({
  TransferScheduled: { operational: ride, personal: places },
  DriverAssigned: { personal: driver },
  PatientPickedUp: { operational: {} },
  TransferCompleted: { operational: {} },
  TransferCancelled: { personal: { reason } },
});
export type TransferEvent = EventOf<typeof transferEvents>;
export type StoredTransferEvent = StoredEventOf<typeof transferEvents>;
