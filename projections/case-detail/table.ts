import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Stage } from '#domain/case/stages.ts';
import type { Actor } from '#domain/kernel/envelope.ts';
import type { Sealed } from '#domain/kernel/sealing.ts';
import { isolated } from '../kernel/table.ts';

export type StageEntry = { stage: Stage; enteredAt: string; by: Actor; skipped?: true; reason?: Sealed };

/** What a case's page shows besides its row in the list. */
export const CaseDetail = defineEntity({
  name: 'CaseDetail',
  tableName: 'case_detail',
  ...isolated(),
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    stages: p.json<StageEntry[]>(),
    evaluation: p.json<Sealed>().nullable(),
    /** Why it is held, cancelled, declined or closed. */
    statusReason: p.json<Sealed>().nullable(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type CaseDetailRow = InferEntity<typeof CaseDetail>;
