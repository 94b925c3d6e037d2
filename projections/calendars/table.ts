import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Holds } from '#domain/calendar/state.ts';
import { isolated } from '../kernel/table.ts';

/** What is taken of one actor in one period. Shows which times are worth asking for; only the calendar's stream decides. */
export const Calendar = defineEntity({
  name: 'Calendar',
  tableName: 'calendars',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'actor', 'period'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    actor: p.uuid(),
    period: p.text(),
    holds: p.json<Holds>(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type CalendarRow = InferEntity<typeof Calendar>;
