import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { as, decide, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { fold, isRejection, reject } from '../kernel/decider.ts';
import { plusDays } from '../kernel/instants.ts';
import { mayFly } from './decider.ts';
import { FLIGHT_INTERVALS, SURGERIES } from './intervals.ts';
import type { TravelCommand, TravelEvent } from './messages.ts';
import { travelSlice } from './slice.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const end = '2026-02-01T10:00:00.000Z';
const day = (n: number) => plusDays(end, n);
const itinerary = { outbound: 'TK 1', home: 'TK 2' };
const reserve = (returnAt: string, surgery: (typeof SURGERIES)[number] = 'face') =>
  ({ type: 'ReserveTravel', data: { patientId: id(1), surgery, procedureEnd: end, returnAt, licence: 'A-1', itinerary } }) as const;
const reserved = (returnAt: string): TravelEvent => ({
  type: 'TravelReserved',
  data: { patientId: id(1), minutes: 14_400, earliest: day(10), returnAt, licence: 'A-1', itinerary, surgery: 'face' },
});
const certify = (from: string) => ({ type: 'CertifyFitToFly', data: { patientId: id(1), from, reason: 'well' } }) as const;
const certified = (from: string): TravelEvent => ({ type: 'FitToFlyCertified', data: { patientId: id(1), from, reason: 'well' } });
const complication = { type: 'ReopenFitToFly', data: { patientId: id(1), complicationId: id(2) } } as const;
const reopened: TravelEvent = { type: 'FitToFlyReopened', data: { patientId: id(1), complicationId: id(2) } };
const review: TravelEvent = { type: 'TravelReviewNeeded', data: { earliest: day(10) } };

spec('travel: the flight home', (it) => {
  it('leaves no earlier than the interval of the operation, for every operation of the table', () => {
    for (const surgery of SURGERIES) {
      const { days } = FLIGHT_INTERVALS[surgery];
      const answer = (after: number) => decide(travelSlice, [], reserve(day(after), surgery));
      assert.ok(isRejection(answer(days - 0.01)), surgery);
      assert.not.ok(isRejection(answer(days)), surgery);
    }
  });
  it('may leave earlier when a doctor certified it, and nobody else', () => {
    given(travelSlice, certified(day(6)))
      .when(reserve(day(6)))
      .then(reserved(day(6)));
    given(travelSlice, certified(day(6)))
      .when(reserve(day(5)))
      .then(reject('travel.too-early', { earliest: day(10) }));
    given(travelSlice)
      .when(certify(day(6)))
      .then(certified(day(6)));
    for (const by of [as('nurse'), as('doctor', 'agent')])
      given(travelSlice)
        .when(certify(day(6)), { by })
        .then(reject('travel.doctor-certifies'));
  });
  it('is looked at again when the operation ended later than planned', () => {
    given(travelSlice, reserved(day(10)))
      .when({ type: 'MoveProcedureEnd', data: { procedureEnd: day(1) } })
      .then({ type: 'EarliestReturnMoved', data: { earliest: day(11) } }, { type: 'TravelReviewNeeded', data: { earliest: day(11) } });
    given(travelSlice, reserved(day(12)))
      .when({ type: 'MoveProcedureEnd', data: { procedureEnd: day(1) } })
      .then({ type: 'EarliestReturnMoved', data: { earliest: day(11) } });
  });
  it('after a complication needs a new certificate, however late it leaves', () => {
    given(travelSlice, certified(day(2)), reserved(day(20)))
      .when(complication)
      .then(reopened, review);
    given(travelSlice, reserved(day(20)), reopened)
      .when({ type: 'ChangeTravel', data: { returnAt: day(30), itinerary } })
      .then(reject('travel.certificate-missing'));
    given(travelSlice, reserved(day(20)), reopened, certified(day(25)))
      .when({ type: 'ChangeTravel', data: { returnAt: day(30), itinerary } })
      .then({ type: 'TravelChanged', data: { returnAt: day(30), itinerary } });
    given(travelSlice, reopened).when(complication).then();
  });
});

const when = fc.integer({ min: 0, max: 30 }).map(day);
const command = fc.oneof(
  when.map((at) => reserve(at)),
  when.map((returnAt) => ({ type: 'ChangeTravel', data: { returnAt, itinerary } })),
  when.map(certify),
  when.map((procedureEnd) => ({ type: 'MoveProcedureEnd', data: { procedureEnd } })),
  fc.constant(complication),
  fc.constant({ type: 'CancelTravel', data: { reason: 'x' } }),
) as fc.Arbitrary<TravelCommand>;

spec('travel: whatever is commanded', (it) => {
  it('a flight is booked or changed only where the interval or a certificate allows it, and any that is overtaken is shown', () =>
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
        const log: TravelEvent[] = [];
        for (const one of commands) {
          const answer = decide(travelSlice, log, one);
          if (isRejection(answer)) continue;
          log.push(...answer);
          const state = fold(travelSlice.decider, log);
          const last = answer.at(-1)?.type;
          if (!state.plan || !last) continue;
          const ok = mayFly(state, state.plan.earliest, state.plan.returnAt);
          if (last === 'TravelReserved' || last === 'TravelChanged') assert.ok(ok);
          if (last === 'EarliestReturnMoved' || last === 'FitToFlyReopened') assert.ok(ok);
          if (last === 'TravelReviewNeeded') assert.not.ok(ok);
        }
      }),
      { numRuns: 150 },
    ));
});
