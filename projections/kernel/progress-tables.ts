// How far each view has read, and the events no fold could apply. Kept beside the views and written in the same transaction.
import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { APP_ROLE, isolated, PROJECTOR_ROLE } from './table.ts';

/** `parked` counts the view's rows in parked_events. Holds nothing of any tenant, so everyone may read it. */
export const Checkpoint = defineEntity({
  name: 'Checkpoint',
  tableName: 'checkpoints',
  rowLevelSecurity: 'force',
  policies: [
    { name: 'app_reads', command: 'select', roles: [APP_ROLE], using: 'true' },
    { name: 'projector_writes', command: 'all', roles: [PROJECTOR_ROLE], using: 'true', check: 'true' },
  ],
  properties: {
    group: p.text().primary(),
    view: p.text().primary(),
    /** Undefined position: nothing read yet. */
    position: p.bigint().nullable(),
    /** When the event at `position` was recorded. */
    eventAt: p.datetime().nullable(),
    parked: p.integer().default(0),
    updatedAt: p.datetime().defaultRaw('now()'),
  },
});
export type CheckpointRow = InferEntity<typeof Checkpoint>;

/** `cause` never has the words of an engine or of data in it, only what kind of error it was and where. */
export const ParkedEvent = defineEntity({
  name: 'ParkedEvent',
  tableName: 'parked_events',
  ...isolated(),
  properties: {
    view: p.text().primary(),
    eventId: p.uuid().primary(),
    tenant: p.text(),
    /** The row of the view that misses the event; later events of that row are parked behind it. */
    key: p.text(),
    stream: p.text(),
    revision: p.integer(),
    type: p.text(),
    position: p.bigint(),
    cause: p.text(),
    attempts: p.integer(),
    parkedAt: p.datetime(),
  },
});
export type ParkedRow = InferEntity<typeof ParkedEvent>;
