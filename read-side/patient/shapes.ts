// Patients as answers show them.
import { z } from 'zod';
import { instant, openedOf, position, actor, bilingual, version } from '../kernel/shapes.ts';
import { TIMELINE_KINDS } from '#projections/patient-timeline/table.ts';

const coded = { code: z.string().optional(), text: z.string() };

export const patientItem = z
  .object({
    id: z.uuid(),
    name: openedOf(z.object({ given: z.array(z.string()), family: z.string(), text: z.string() })),
    birthDate: openedOf(z.string().optional()),
    sex: openedOf(z.enum(['male', 'female', 'other', 'unknown'])),
  })
  .meta({ id: 'PatientItem' });

export const patientHeader = z
  .object({
    ...patientItem.shape,
    language: z.string().optional(),
    country: z.string().optional(),
    phone: openedOf(z.string()).optional(),
    deceasedAt: openedOf(z.string()).optional().describe('Empty text when the source says dead without a time'),
    allergies: openedOf(z.array(z.object({ ...coded, criticality: z.string().optional() }))),
    anticoagulants: openedOf(z.array(z.object(coded))).describe('Now being taken'),
    redFlags: z
      .array(z.object({ recommendationId: z.uuid(), rule: z.string(), title: bilingual }))
      .describe('Undecided red and emergency recommendations; empty for readers who are not shown recommendations'),
    counts: z.record(z.string(), z.int()).describe('How many resources of each FHIR type are known'),
    mergedFrom: z.array(z.uuid()).describe('Other records of this person, shown as part of this one'),
    ...version,
  })
  .meta({ id: 'PatientHeader' });

export const timelineItem = z
  .object({
    id: z.uuid(),
    kind: z.enum(TIMELINE_KINDS),
    at: instant.describe('When it happened'),
    recordedAt: instant,
    title: openedOf(z.string()),
    detail: openedOf(z.string()).optional(),
    status: z.string().optional(),
    actor,
    revision: z.int(),
    position,
  })
  .meta({ id: 'TimelineItem' });
