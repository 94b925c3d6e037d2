import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { isolated } from '../kernel/table.ts';

/** Which revisions of which streams belong to one correlation: where an auditor begins to follow a cause to its last effect. */
export const Trace = defineEntity({
  name: 'Trace',
  tableName: 'traces',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'correlationId'] }],
  properties: {
    tenant: p.text().primary(),
    /** `{correlationId}/{slice}-{id}` */
    id: p.text().primary(),
    correlationId: p.text(),
    slice: p.text(),
    streamId: p.text(),
    firstRevision: p.integer(),
    lastRevision: p.integer(),
    firstPosition: p.bigint(),
    position: p.bigint(),
  },
});
export type TraceRow = InferEntity<typeof Trace>;
