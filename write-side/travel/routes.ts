import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Route } from '#domain/kernel/route.ts';
import { travelCommands as commands } from '#domain/travel/messages.ts';
import { patientOfCase, reachableOnly } from '#write-side/case/known.ts';
import { makeVerbs } from '#write-side/kernel/verbs.ts';
import { travelPermits as permits } from './permits.ts';

const FLIGHT = ['travel.too-early', 'travel.certificate-missing'];

export function travelRoutes({ dispatch, store }: { dispatch: Dispatch; store: StreamReader }): Route[] {
  const verb = makeVerbs({ dispatch, slice: 'travel', tag: 'travel', commands, permits, codes: ['case.unknown', 'subject.erased'] });
  const [patient, reachable] = [patientOfCase(store), reachableOnly(store)];
  return [
    verb({
      path: '/api/cases/{id}/travel/reserve',
      type: 'ReserveTravel',
      summary: 'Book the journey; home no earlier than the operation allows',
      codes: ['travel.already-reserved', ...FLIGHT],
      hub: ['patientId'],
      add: patient,
    }),
    verb({
      path: '/api/cases/{id}/travel/change',
      type: 'ChangeTravel',
      summary: 'Change the flight home',
      codes: ['travel.unknown', ...FLIGHT],
      add: reachable,
    }),
    verb({ path: '/api/cases/{id}/travel/cancel', type: 'CancelTravel', summary: 'Cancel the journey', codes: ['travel.unknown'], add: reachable }),
    verb({
      path: '/api/cases/{id}/travel/certify',
      type: 'CertifyFitToFly',
      summary: 'A doctor certifies from when the patient may fly',
      codes: ['travel.doctor-certifies'],
      hub: ['patientId'],
      add: patient,
    }),
  ];
}
