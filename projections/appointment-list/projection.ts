import type { StoredAppointmentEvent } from '#domain/appointment/messages.ts';
import { type Fold, type Seen, view, type When } from '../kernel/projection.ts';
import { AppointmentList, type AppointmentRow } from './table.ts';

type Row = AppointmentRow | undefined;
type Change = Partial<Omit<AppointmentRow, 'tenant' | 'id' | 'revision' | 'position'>>;
const to = ({ revision, position }: Seen<StoredAppointmentEvent>, row: Row, change: Change): Row => row && { ...row, ...change, revision, position };
const time = ({ start, end, hosts }: { start: string; end: string; hosts: string[] }) => ({ start: new Date(start), end: new Date(end), hosts });

const when: When<StoredAppointmentEvent, AppointmentRow> = {
  AppointmentRequested: ({ data, meta, stream, revision, position }) => ({
    ...{ tenant: meta.tenant, id: stream.id, offeringId: data.offeringId, customerId: data.customerId, caseId: data.caseId ?? null, code: data.code },
    ...{ status: 'requested', start: new Date(data.booking.start), end: new Date(data.booking.end), until: new Date(data.booking.until) },
    ...{ moving: false, hosts: [], price: data.price ?? null, customer: data.customer ?? null, notes: data.notes ?? null },
    ...{ cancelReason: null, reason: null, requestedAt: new Date(meta.occurredAt), revision, position },
  }),
  AppointmentHeld: (event, row) => to(event, row, { status: 'held', ...time(event.data), until: new Date(event.data.until) }),
  AppointmentRefused: (event, row) => to(event, row, { status: 'refused', reason: event.data.reason, until: null }),
  AppointmentConfirming: (event, row) => to(event, row, { status: 'confirming' }),
  AppointmentConfirmed: (event, row) => to(event, row, { status: 'confirmed', ...time(event.data), until: null }),
  AppointmentLapsed: (event, row) => to(event, row, { status: 'lapsed', reason: event.data.reason, until: null }),
  AppointmentMoving: (event, row) => to(event, row, { moving: true }),
  AppointmentRescheduled: (event, row) => to(event, row, { ...time(event.data), moving: false, reason: null }),
  AppointmentNotMoved: (event, row) => to(event, row, { moving: false, reason: event.data.reason }),
  AppointmentAmended: (event, row) =>
    to(event, row, { ...(event.data.customer && { customer: event.data.customer }), ...(event.data.notes && { notes: event.data.notes }) }),
  AppointmentCancelled: (event, row) => to(event, row, { status: 'cancelled', moving: false, until: null, cancelReason: event.data.reason ?? null }),
  AppointmentFreed: (event, row) => to(event, row, {}),
  AppointmentCheckedIn: (event, row) => to(event, row, { status: 'arrived' }),
  AppointmentFulfilled: (event, row) => to(event, row, { status: 'completed' }),
  AppointmentNoShow: (event, row) => to(event, row, { status: 'no-show' }),
  AppointmentResumed: (event, row) => to(event, row, {}),
};

export const appointmentList: Fold<StoredAppointmentEvent, AppointmentRow> = { name: 'appointment-list', key: ({ stream }) => stream.id, when };
export const appointmentListView = view(appointmentList, AppointmentList);
