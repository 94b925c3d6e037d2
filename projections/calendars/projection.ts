import type { StoredCalendarEvent } from '#domain/calendar/messages.ts';
import { afterCalendarEvent } from '#domain/calendar/state.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { Calendar, type CalendarRow } from './table.ts';

type Later = Exclude<StoredCalendarEvent, { type: 'HoldPlaced' }>;
const change = (event: Seen<Later>, row: CalendarRow | undefined): CalendarRow | undefined =>
  row && { ...row, holds: afterCalendarEvent(row.holds, event), revision: event.revision, position: event.position };

export const calendars: Fold<StoredCalendarEvent, CalendarRow> = {
  name: 'calendars',
  key: ({ stream }) => stream.id,
  when: {
    HoldPlaced: (event, row) => {
      const { data, meta, stream, revision, position } = event;
      const { actor, period } = data;
      return { tenant: meta.tenant, id: stream.id, actor, period, holds: afterCalendarEvent(row?.holds ?? {}, event), revision, position };
    },
    HoldKept: change,
    HoldReleased: change,
    HoldExpired: change,
  },
};
export const calendarsView = view(calendars, Calendar);
