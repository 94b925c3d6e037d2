// How far each partition has read, who works on it, which views are part of that, and the events no fold could apply. Kept beside the views
// and written in the same transaction.
import { defineEntity, type InferEntity, p, type PolicyDef } from '@mikro-orm/core';
import { APP_ROLE, isolated, PROJECTOR_ROLE } from './table.ts';

/** Holds nothing of any tenant, so everyone may read it. */
const shared: { rowLevelSecurity: 'force'; policies: PolicyDef[] } = {
  rowLevelSecurity: 'force',
  policies: [
    { name: 'app_reads', command: 'select', roles: [APP_ROLE], using: 'true' },
    { name: 'projector_writes', command: 'all', roles: [PROJECTOR_ROLE], using: 'true', check: 'true' },
  ],
};

export const Partition = defineEntity({
  name: 'Partition',
  tableName: 'partitions',
  ...shared,
  properties: {
    group: p.text().primary(),
    partition: p.integer().primary(),
    /** All views of the group have everything up to here. Null: nothing read yet. */
    position: p.bigint().nullable(),
    /** When the newest event applied was recorded. */
    eventAt: p.datetime().nullable(),
    /** Rises whenever whoever works on it must begin anew; a commit that names another epoch writes nothing. */
    epoch: p.bigint().default(0),
    owner: p.text().nullable(),
    leaseUntil: p.datetime().nullable(),
    updatedAt: p.datetime().defaultRaw('now()'),
  },
});

/** A worker that gives no sign of life for a while is gone. `state` is what it says about itself: see WorkerState. */
export const Worker = defineEntity({
  name: 'Worker',
  tableName: 'workers',
  ...shared,
  properties: {
    group: p.text().primary(),
    worker: p.text().primary(),
    seenAt: p.datetime(),
    state: p.json<WorkerState>().nullable(),
  },
});
export type WorkerState = {
  readonly eventsPerSecond: number;
  /** Whether it has read the log to its end. */
  readonly level: boolean;
  /** The tenants furthest behind, the worst first. `events` that are read and not applied, `seconds` the oldest of them waits. */
  readonly tenants: readonly { readonly tenant: string; readonly events: number; readonly seconds: number }[];
  readonly queued: number;
};

/** A view that is not here is not part of its group yet: it is built first. */
export const ViewVersion = defineEntity({
  name: 'ViewVersion',
  tableName: 'view_versions',
  ...shared,
  properties: {
    view: p.text().primary(),
    group: p.text(),
    version: p.integer(),
    builtAt: p.datetime().defaultRaw('now()'),
  },
});

/** An operator's page counts and lists parked events of all tenants; none of them holds anything of a person. */
const byOperator = "current_setting('app.parked', true) = 'all'";

/** `cause` never has the words of an engine or of data in it, only what kind of error it was and where. */
export const ParkedEvent = defineEntity({
  name: 'ParkedEvent',
  tableName: 'parked_events',
  ...isolated(byOperator),
  properties: {
    view: p.text().primary(),
    eventId: p.uuid().primary(),
    tenant: p.text(),
    /** The rows of the view that miss the event, joined by spaces. */
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
