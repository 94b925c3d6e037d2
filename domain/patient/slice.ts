import type { Slice } from '#domain/kernel/slice.ts';
import { type Patient, patientDecider } from './decider.ts';
import { type PatientCommand, type PatientEvent, patientCommands, patientEvents } from './messages.ts';

export const patientSlice: Slice<PatientCommand, PatientEvent, Patient> = {
  name: 'patient',
  schema: 1,
  commands: patientCommands,
  events: patientEvents,
  decider: patientDecider,
  // Its rules compare fingerprints, so folding opens nothing.
  opens: [],
  // The patient is the data subject of everything on their own stream.
  subject: (patientId) => patientId,
};
