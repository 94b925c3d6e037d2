import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Due } from '#domain/kernel/deadline.ts';
import { isolated } from '../kernel/table.ts';

/** The worker that keeps deadlines reads those of all tenants, and gives each command within the deadline's own tenant. */
const byKeeper = "current_setting('app.deadlines', true) = 'all'";

/** `cause`: the event that set it. */
export type OpenDeadline = Due & { readonly cause: string; readonly correlationId: string };

/** The open deadlines of one stream, the next first; a stream without any has no row. `id`: slice and id of the stream. */
export const DeadlineTable = defineEntity({
  name: 'Deadline',
  tableName: 'deadlines',
  ...isolated(byKeeper),
  indexes: [{ properties: ['due'] }, { properties: ['tenant', 'due'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.text().primary(),
    slice: p.text(),
    streamId: p.text(),
    /** When the next one is. */
    due: p.datetime(),
    open: p.json<OpenDeadline[]>(),
    position: p.bigint(),
  },
});
export type DeadlineRow = InferEntity<typeof DeadlineTable>;
