// The intake of one case: what the patient says about their health; the stream's id is the case's.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';
import { QUESTIONNAIRE_NAMES, QUESTIONS } from './questionnaires.ts';

const question = z.enum(QUESTIONS);
const answers = z.partialRecord(question, z.string().trim().min(1).max(4000)).refine((all) => Object.keys(all).length > 0, 'at least one answer');
const questionnaire = z.enum(QUESTIONNAIRE_NAMES);
const reason = z.string().trim().min(1).max(2000);
/** Why health data may be stored: care by persons under secrecy, or the person's explicit consent (KVKK art. 6). */
const basis = z.enum(['care', 'consent']);
/** As found on other streams: the notice acknowledged last, and the basis that holds now. */
const lawful = { notice: z.string().optional(), basis: basis.optional() };

export const intakeCommands = defineCommands({
  SendIntake: z.strictObject({ patientId: id, questionnaire }),
  AnswerIntake: z.strictObject({ answers, ...lawful }),
  SubmitIntake: z.strictObject({}),
  AmendIntake: z.strictObject({ answers, reason, ...lawful }),
});
export type IntakeCommand = CommandOf<typeof intakeCommands>;

/** Which questions were answered is no answer. */
const answered = { operational: { questions: z.array(question), notice: z.string(), basis } };
export const intakeEvents = defineEvents({
  IntakeSent: { operational: { patientId: id, questionnaire } },
  IntakeAnswered: { ...answered, health: { answers } },
  IntakeSubmitted: { operational: { patientId: id } },
  IntakeAmended: { operational: { ...answered.operational, patientId: id }, health: { answers, reason } },
});
export type IntakeEvent = EventOf<typeof intakeEvents>;
export type StoredIntakeEvent = StoredEventOf<typeof intakeEvents>;
