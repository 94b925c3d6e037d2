import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Availability, Block, BookingRules } from '#domain/schedule/messages.ts';
import { isolated } from '../kernel/table.ts';

/** `kind` null: only booking rules or absences are known. */
export const ScheduleTable = defineEntity({
  name: 'Schedule',
  tableName: 'schedules',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'kind'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    kind: p.text().$type<Availability['kind']>().nullable(),
    availability: p.json<Availability>().nullable(),
    rules: p.json<BookingRules>(),
    blocks: p.json<readonly Block[]>(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type ScheduleRow = InferEntity<typeof ScheduleTable>;
