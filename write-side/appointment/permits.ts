import type { AppointmentCommand } from '#domain/appointment/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

const DESK = ['coordinator', 'doctor', 'nurse'] as const;
/** Patients only for themselves: the routes see to it. */
const ANYONE = [...DESK, 'patient', 'companion', 'agent', 'device'] as const;

export const appointmentPermits = {
  RequestAppointment: [...ANYONE, 'system'],
  ConfirmAppointment: ANYONE,
  RescheduleAppointment: ANYONE,
  CancelAppointment: ANYONE,
  AmendAppointment: ANYONE,
  CheckInAppointment: [...DESK, 'device'],
  FulfilAppointment: DESK,
  MarkNoShow: DESK,
  RecordHeld: ['system'],
  RecordRefused: ['system'],
  RecordKept: ['system'],
  RecordFreed: ['system'],
  ExpireAppointment: ['system'],
  ResumeAppointment: ['system'],
} as const satisfies Record<AppointmentCommand['type'], Permit>;
