// Cases as answers show them.
import { z } from 'zod';
import { evaluation, procedure, stage } from '#domain/case/messages.ts';
import { CASE_STATUSES } from '#domain/case/stages.ts';
import { actor, instant, openedOf, version } from '../kernel/shapes.ts';
import { patientHeader, patientItem } from '../patient/shapes.ts';
import { recommendation } from '../recommendation/answers.ts';

export const caseItem = z
  .object({
    id: z.uuid(),
    stage,
    status: z.enum(CASE_STATUSES),
    procedure: openedOf(procedure),
    patient: patientItem,
    flags: z.object({ amber: z.int(), red: z.int() }).describe('Undecided recommendations; emergencies count as red'),
    openRecommendations: z.int(),
    openedAt: instant,
    updatedAt: instant,
    ...version,
  })
  .meta({ id: 'CaseItem' });

export const caseDetail = z
  .object({
    ...caseItem.shape,
    stages: z.array(z.object({ stage, enteredAt: instant, by: actor, skipped: z.boolean().optional(), reason: openedOf(z.string()).optional() })),
    referredBy: z.uuid().optional(),
    evaluation: openedOf(evaluation).optional(),
    statusReason: openedOf(z.string()).optional().describe('Why it is held or over'),
    next: z.array(stage).describe('Stages the case may advance to now'),
    patient: patientHeader,
    recommendations: z.array(recommendation).describe('Empty for readers who are not shown recommendations'),
  })
  .meta({ id: 'CaseDetail' });
