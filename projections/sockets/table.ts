import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { isolated } from '../kernel/table.ts';

/** A process that serves sockets reads the feed of all tenants and hands each event to its own tenant's room. */
const byFeedReader = "current_setting('app.feed', true) = 'all'";

/** Which events there were, without their data. `id` is the event's. */
export const LiveFeed = defineEntity({
  name: 'LiveFeed',
  tableName: 'live_feed',
  ...isolated(byFeedReader),
  indexes: [{ properties: ['position'] }, { properties: ['tenant', 'position'] }, { properties: ['partition', 'position'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    type: p.text(),
    slice: p.text(),
    streamId: p.text(),
    caseId: p.uuid().nullable(),
    patientId: p.uuid().nullable(),
    recordedAt: p.datetime(),
    actorKind: p.text(),
    actorRole: p.text(),
    position: p.bigint(),
    /** Rows become visible in the order of their positions within a partition only. */
    partition: p.integer().nullable(),
  },
});
export type LiveFeedRow = InferEntity<typeof LiveFeed>;
