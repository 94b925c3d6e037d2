// The operation of one case, from its start to the discharge; the stream's id is the case's.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

const words = z.string().trim().min(1).max(20_000);
const short = z.string().trim().min(1).max(200);
const instant = z.iso.datetime();
export const implant = z.strictObject({ device: short, maker: short, serial: short.optional(), lot: short.optional(), udi: short.optional() });
export const note = z.strictObject({ performed: words, anaesthesia: short, team: z.array(short).min(1), findings: words.optional() });
const checkIns = z.array(z.strictObject({ checkIn: z.string().regex(/^[a-z]+-\d+$/), at: instant })).max(60);
const papers = { summary: words, prescriptions: words.optional(), fitToFly: words.optional() };

export const procedureCommands = defineCommands({
  /** `clearanceId`: the event that cleared the patient, when a clearance stands. */
  StartProcedure: z.strictObject({ patientId: id, clearanceId: id.optional() }),
  RecordImplant: z.strictObject({ implant }),
  CompleteProcedure: z.strictObject({ endedAt: instant, note }),
  /** `checkIns`: the follow-up that was agreed. */
  DischargePatient: z.strictObject({ ...papers, programme: z.string(), checkIns }),
});
export type ProcedureCommand = CommandOf<typeof procedureCommands>;

export const procedureEvents = defineEvents({
  ProcedureStarted: { operational: { patientId: id, clearanceId: id } },
  ImplantRecorded: { health: { implant } },
  ProcedureCompleted: { operational: { endedAt: instant }, health: { note } },
  PatientDischarged: { operational: { patientId: id, checkIns }, health: { ...papers, programme: z.string() } },
});
export type ProcedureEvent = EventOf<typeof procedureEvents>;
export type StoredProcedureEvent = StoredEventOf<typeof procedureEvents>;
