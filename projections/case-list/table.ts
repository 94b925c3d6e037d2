import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { CaseStatus, Stage } from '#domain/case/stages.ts';
import type { Sealed } from '#domain/kernel/sealing.ts';
import type { Level } from '#domain/recommendation/messages.ts';
import { isolated } from '../kernel/table.ts';

/** `opened` orders the list, newest first. `revision` is the case stream's; `position` also moves with its recommendations. */
export const CaseList = defineEntity({
  name: 'CaseList',
  tableName: 'case_list',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'opened'] }, { properties: ['tenant', 'patientId'] }, { properties: ['tenant', 'referredBy'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    patientId: p.uuid(),
    referredBy: p.uuid().nullable(),
    stage: p.text().$type<Stage>(),
    status: p.text().$type<CaseStatus>(),
    procedure: p.json<Sealed>(),
    /** Recommendations nobody has decided yet, with their level. */
    undecided: p.json<Record<string, Level>>(),
    opened: p.bigint(),
    openedAt: p.datetime(),
    updatedAt: p.datetime(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type CaseListRow = InferEntity<typeof CaseList>;
