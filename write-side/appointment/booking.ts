// What customers and the desk do about appointments: look up what is needed, give the command, carry the booking through, answer how it ended.
import type { z } from 'zod';
import type { Customer } from '#domain/appointment/messages.ts';
import type { KnownAppointment } from '#domain/appointment/state.ts';
import { quoteAt } from '#domain/calendar/service.ts';
import { isRejection } from '#domain/kernel/decider.ts';
import type { Command, Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamId } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Answer, RouteRequest } from '#domain/kernel/route.ts';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import { mustExist, refusal } from '#write-side/kernel/http.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import { tookBack } from './agreed.ts';
import { booked, noTime } from './answer.ts';
import { codeOf, customerIdOf } from './customer.ts';
import { loadAppointment, loadOffered, loadSetting } from './load.ts';
import { closedSince } from './plan.ts';
import { makePlan } from './plan-for.ts';
import type { change, request } from './requests.ts';
import { makeSettle } from './settle.ts';

export type AppointmentDeps = { readonly dispatch: Dispatch; readonly store: StreamReader; readonly tenantDigest: TenantDigest; readonly now?: () => Date };
type Request<B = unknown> = RouteRequest<{ id: string }, unknown, B>;

export const appointmentStream = (tenant: string, id: string): StreamId => ({ tenant, slice: 'appointment', id });
const GAVE_UP = ['AppointmentRefused', 'AppointmentLapsed', 'AppointmentNotMoved'];
const detailsOf = ({ customer, notes }: { customer?: Customer; notes?: string }) => ({ ...(customer && { customer }), ...(notes && { notes }) });

export function makeBooking({ dispatch, store, tenantDigest, now = () => new Date() }: AppointmentDeps) {
  const settle = makeSettle({ store, dispatch });
  const plan = makePlan({ store, now });

  /** The appointment, for those who may reach it: a patient only their own. */
  async function reach({ who, params }: Pick<Request, 'who' | 'params'>): Promise<{ stream: StreamId; known: KnownAppointment; revision: number }> {
    const stream = appointmentStream(who.tenant, params.id);
    const { state, revision } = await loadAppointment(store, stream);
    if (state.status === 'unknown' || (who.patientId && state.terms.customerId !== who.patientId))
      throw new HubError('not-found', 'appointment.unknown', `There is no appointment ${params.id}.`);
    return { stream, known: state, revision };
  }

  /** Why the booking process gave up since that revision, when it did. */
  async function whyNot(stream: StreamId, since: number): Promise<Answer | undefined> {
    for await (const { type, data } of store.read(stream, { from: since }))
      if (GAVE_UP.includes(type)) return noTime(data as { reason: string; actor?: string });
    return undefined;
  }

  async function give(asked: Request, stream: StreamId, command: Command): Promise<Answer> {
    const { actor, correlationId, commandId, ifMatch } = asked;
    const outcome = await dispatch(stream, command, { id: commandId, actor, correlationId, ifRevision: ifMatch });
    if (isRejection(outcome)) return refusal(outcome);
    const after = await settle(stream, { correlationId, causationId: commandId, resumed: outcome.repeated });
    return (await whyNot(stream, outcome.revision === 'none' ? 0 : outcome.revision)) ?? booked(stream.id, outcome, after, 200);
  }

  async function book(asked: Request<z.infer<typeof request>>): Promise<Answer> {
    const { who, body, commandId, correlationId, actor } = asked;
    const stream = appointmentStream(who.tenant, createdBy(commandId, 'appointment'));
    const isRepeat = (await loadAppointment(store, stream)).state.status !== 'unknown';
    if (!isRepeat) {
      const { offering_id: offeringId, case_id: caseId, confirm, date, time, staff_ids: staff } = body;
      const { no, booking, terms } = await plan(who.tenant, { offeringId, appointmentId: stream.id, start: { date, time }, ...(staff && { staff }) });
      if (no) return refusal(no);
      if (caseId) await mustExist(store, { tenant: who.tenant, slice: 'case', id: caseId });
      const customerId = await customerIdOf({ store, tenantDigest }, who, { patientId: body.patient_id, customer: body.customer }, stream.id);
      const data = { ...terms, offeringId, customerId, ...(caseId && { caseId }), code: codeOf(stream.id), ...detailsOf(body), booking, confirm };
      const outcome = await dispatch(stream, { type: 'RequestAppointment', data }, { id: commandId, actor, correlationId });
      if (isRejection(outcome)) return refusal(outcome);
    }
    const after = await settle(stream, { correlationId, causationId: commandId, resumed: isRepeat });
    const events = ['AppointmentRequested'];
    const answer = (await whyNot(stream, 0)) ?? booked(stream.id, { revision: after.revision, events, repeated: isRepeat }, after, 201);
    return answer.status === 201 ? { ...answer, headers: { Location: `/api/appointments/${stream.id}` } } : answer;
  }

  async function confirm(asked: Request): Promise<Answer> {
    const { known, stream } = await reach(asked);
    const offered = await loadOffered(store, stream.tenant, known.terms.offeringId);
    const setting = await loadSetting(store, stream.tenant, offered);
    const attempt = known.attempts[known.current];
    const staff = attempt?.hosts?.length ? attempt.hosts : undefined;
    const closed = setting && attempt && closedSince(setting, { start: Date.parse(attempt.booking.start), ...(staff && { staff }) }, now().getTime());
    const { caseId } = known.terms;
    const isWithdrawn = caseId !== undefined && (await tookBack(store, stream.tenant, caseId));
    const reason = isWithdrawn ? 'consent-withdrawn' : offered.isActive ? closed?.reason : 'retired';
    const price = quoteAt(offered, now().toISOString());
    return give(asked, stream, { type: 'ConfirmAppointment', data: { now: { ...(reason && { closed: reason }), ...(price && { price }) } } });
  }

  async function amend(asked: Request<z.infer<typeof change>>): Promise<Answer> {
    const { known, stream } = await reach(asked);
    const { date, time, staff_ids: staff, ...details } = asked.body;
    if (!date || !time) return give(asked, stream, { type: 'AmendAppointment', data: detailsOf(details) });
    const { offeringId } = known.terms;
    const { no, booking } = await plan(stream.tenant, { offeringId, appointmentId: stream.id, start: { date, time }, ...(staff && { staff }) });
    return no ? refusal(no) : give(asked, stream, { type: 'RescheduleAppointment', data: { booking } });
  }

  const cancel = async (asked: Request, reason?: string): Promise<Answer> =>
    give(asked, (await reach(asked)).stream, { type: 'CancelAppointment', data: { ...(reason && { reason }) } });
  return { book, confirm, amend, cancel };
}
