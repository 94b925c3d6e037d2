// What became of each appointment. Its time is kept as length, weekday, hour and month: when exactly somebody was treated stays behind.
import { factTable, id, made, number, person, word } from './fact-table.ts';
import { type LogEvent, fieldOf, textOf } from './fold.ts';

type Span = { readonly start?: unknown; readonly end?: unknown };
const spanOf = (event: LogEvent): { start: Date; end: Date } | undefined => {
  const { start, end } = (fieldOf(event, 'booking') as Span | undefined) ?? { start: textOf(event, 'start'), end: textOf(event, 'end') };
  const [from, to] = [new Date(String(start)), new Date(String(end))];
  return Number.isNaN(from.getTime()) || Number.isNaN(to.getTime()) ? undefined : { start: from, end: to };
};
const ofSpan = (type: string, of: (span: { start: Date; end: Date }, event: LogEvent) => unknown) =>
  made(`Nullable(${type})`, (event) => {
    const span = spanOf(event);
    return span ? of(span, event) : null;
  });
const HOUR = 3_600_000;

export const APPOINTMENT_FACTS = factTable({
  name: 'appointment_facts',
  id: 'appointment_id',
  facts: {
    AppointmentRequested: 'requested',
    AppointmentHeld: 'held',
    AppointmentRefused: 'refused',
    AppointmentConfirmed: 'confirmed',
    AppointmentLapsed: 'lapsed',
    AppointmentRescheduled: 'rescheduled',
    AppointmentNotMoved: 'not_moved',
    AppointmentCancelled: 'cancelled',
    AppointmentCheckedIn: 'checked_in',
    AppointmentFulfilled: 'fulfilled',
    AppointmentNoShow: 'no_show',
  },
  columns: {
    offering: id('offeringId'),
    case_id: id('caseId'),
    customer: person('customerId'),
    attempt: number('attempt', 'UInt32'),
    reason: word('reason'),
    minutes: ofSpan('UInt32', ({ start, end }) => Math.round((end.getTime() - start.getTime()) / 60_000)),
    weekday: ofSpan('UInt8', ({ start }) => start.getUTCDay() || 7),
    hour: ofSpan('UInt8', ({ start }) => start.getUTCHours()),
    month: ofSpan('Date32', ({ start }) => `${start.toISOString().slice(0, 7)}-01`),
    lead_hours: ofSpan('Int32', ({ start }, event) => Math.round((start.getTime() - Date.parse(event.meta.occurredAt)) / HOUR)),
  },
});
