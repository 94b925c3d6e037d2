import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Kept, Step } from '#domain/erasure/ladder.ts';
import { isolated } from '../kernel/table.ts';

export const ERASURE_STATUSES = ['requested', 'refused', 'restricted', 'under-way', 'completed', 'lifted'] as const;
export type ErasureStatus = (typeof ERASURE_STATUSES)[number];
/** Without `at` the place has not acknowledged; with `expiresAt` a copy ends by itself then. */
export type SinkState = { readonly sink: string; readonly found?: number; readonly at?: string; readonly expiresAt?: string };

/** The process that erases goes through all tenants' erasures that are under way; nothing in them is about anybody but by id. */
const byEraser = "current_setting('app.erasures', true) = 'all'";

/** Where each person's erasure stands. `id` is the patient's. */
export const Erasures = defineEntity({
  name: 'Erasures',
  tableName: 'erasures',
  ...isolated(byEraser),
  indexes: [{ properties: ['tenant', 'first'] }, { properties: ['status'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    status: p.text().$type<ErasureStatus>(),
    restricted: p.boolean(),
    persons: p.json<readonly string[]>(),
    requestedAt: p.datetime().nullable(),
    answerBy: p.datetime().nullable(),
    /** Of the last refusal. */
    asked: p.text().$type<Step>().nullable(),
    granted: p.text().$type<Step>().nullable(),
    grounds: p.json<readonly Kept[]>(),
    run: p.integer(),
    step: p.text().$type<Step>().nullable(),
    keys: p.integer().nullable(),
    keysAt: p.bigint().nullable(),
    sinks: p.json<readonly SinkState[]>(),
    startedAt: p.datetime().nullable(),
    completedAt: p.datetime().nullable(),
    first: p.bigint(),
    updatedAt: p.datetime(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type ErasureRow = InferEntity<typeof Erasures>;
