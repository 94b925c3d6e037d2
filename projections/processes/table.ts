import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { ProcessEnd } from '#domain/kernel/process.ts';
import { isolated } from '../kernel/table.ts';

/** How many run and stand still is counted over all tenants; who they are stays with each tenant. */
const byCounter = "current_setting('app.processes', true) = 'counted'";

/** One run of a process. `step`: the last event of it. `stuckAt`: by when the next had to come; null once it has ended. */
export const ProcessTable = defineEntity({
  name: 'Process',
  tableName: 'processes',
  ...isolated(byCounter),
  indexes: [
    { properties: ['tenant', 'status', 'opened'] },
    { properties: ['tenant', 'opened'] },
    { properties: ['tenant', 'caseId'] },
    { properties: ['stuckAt'] },
  ],
  properties: {
    tenant: p.text().primary(),
    id: p.text().primary(),
    process: p.text(),
    slice: p.text(),
    streamId: p.text(),
    caseId: p.uuid().nullable(),
    patientId: p.uuid().nullable(),
    status: p.text().$type<'running' | ProcessEnd>(),
    step: p.text(),
    startedAt: p.datetime(),
    stepAt: p.datetime(),
    stuckAt: p.datetime().nullable(),
    correlationId: p.text(),
    /** The event that began it, for the order of lists. */
    opened: p.bigint(),
    position: p.bigint(),
  },
});
export type ProcessRow = InferEntity<typeof ProcessTable>;
