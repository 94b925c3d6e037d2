import type { Schedule, StoredScheduleEvent } from '#domain/schedule/messages.ts';
import { afterScheduleEvent, EMPTY_SCHEDULE } from '#domain/schedule/state.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { type ScheduleRow, ScheduleTable } from './table.ts';

export const scheduleOf = ({ availability, rules, blocks }: ScheduleRow): Schedule => ({ ...(availability && { availability }), rules, blocks });

function change(event: Seen<StoredScheduleEvent>, row: ScheduleRow | undefined): ScheduleRow {
  const { stream, meta, revision, position } = event;
  const { availability = null, rules, blocks } = afterScheduleEvent(row ? scheduleOf(row) : EMPTY_SCHEDULE, event);
  return { tenant: meta.tenant, id: stream.id, kind: availability?.kind ?? null, availability, rules, blocks: [...blocks], revision, position };
}

export const schedules: Fold<StoredScheduleEvent, ScheduleRow> = {
  name: 'schedules',
  key: ({ stream }) => stream.id,
  when: { AvailabilitySet: change, BookingRulesSet: change, TimeBlocked: change, TimeUnblocked: change },
};
export const schedulesView = view(schedules, ScheduleTable);
