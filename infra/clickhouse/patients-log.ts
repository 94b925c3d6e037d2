// A small real log for tests and the bench: patients with measurements, their cases and recommendations, sealed as the write side does it.
import { randomUUID } from 'node:crypto';
import type { Meta, StreamId } from '#domain/kernel/envelope.ts';
import type { EventStore, NewEvent } from '#domain/kernel/event-store.ts';
import type { Seal } from '#domain/kernel/sealing.ts';

export const CANARIES = ['Zebulonia', 'Quixotekanarya', '1987-04-03', '+905559998877', 'Kanaryastraße 9'] as const;
const [GIVEN, FAMILY, BIRTH, PHONE, STREET] = CANARIES;

type Fields = { readonly open?: object; readonly sealed?: Record<string, unknown> };
type Said = readonly [type: string, fields: Fields];
type Writer = { readonly store: EventStore; readonly seal: Seal };

const coded = (system: string, code: string) => ({ coding: [{ system, code, display: `${GIVEN} ${FAMILY}` }], text: `${GIVEN} ${FAMILY}` });
const person = {
  resourceType: 'Patient',
  name: [{ given: [GIVEN], family: FAMILY }],
  birthDate: BIRTH,
  gender: 'female',
  telecom: [{ value: PHONE }],
  address: [{ line: [STREET] }],
};
const registered: Said = ['PatientRegistered', { open: { fingerprint: 'ab'.repeat(16), country: 'DE', language: 'de' }, sealed: { resource: person } }];
const pressure = (value: number) => ({ code: coded('http://loinc.org', '8480-6'), valueQuantity: { value, unit: 'mmHg', code: 'mm[Hg]' } });
const day = (n: number) => `2024-0${1 + (n % 9)}-11T09:10:11.000Z`;
const measured = (n: number): Said => [
  'ObservationRecorded',
  {
    open: { resourceId: randomUUID(), fingerprint: 'cd'.repeat(16) },
    sealed: {
      effectiveAt: day(n),
      resource: {
        resourceType: 'Observation',
        status: 'final',
        effectiveDateTime: day(n),
        code: coded('http://loinc.org', '85354-9'),
        component: [pressure(100 + n), pressure(60 + n)],
        note: [{ text: STREET }],
      },
    },
  },
];

async function append({ store, seal }: Writer, stream: StreamId, subject: string, said: readonly Said[]): Promise<void> {
  const make = async ([type, { open = {}, sealed = {} }]: Said): Promise<NewEvent> => {
    const id = randomUUID();
    const meta: Meta = {
      tenant: stream.tenant,
      actor: { id: subject.replace(/.$/, 'f'), kind: 'staff', role: 'doctor' },
      correlationId: randomUUID(),
      causationId: randomUUID(),
      schema: 1,
      occurredAt: new Date().toISOString(),
      subject,
    };
    return { id, type, data: { ...open, ...(await seal({ tenant: stream.tenant, subject, event: id }, sealed)) }, meta };
  };
  await store.append(stream, await Promise.all(said.map(make)), 'any');
}

/** One patient with `measurements`, one case and one decided recommendation; answers the number of events. */
export async function appendPatient(writer: Writer, tenant: string, measurements: number): Promise<number> {
  const [patientId, caseId] = [randomUUID(), randomUUID()];
  const about = { caseId, patientId, level: 'amber' };
  const patient = [registered, ...Array.from({ length: measurements }, (_, n) => measured(n))];
  const way: Said[] = [
    ['CaseOpened', { open: { patientId }, sealed: { procedure: { system: 'http://snomed.info/sct', code: '173171007', text: `Sleeve for ${GIVEN}` } } }],
    ['CaseStageEntered', { open: { from: 'lead', to: 'intake' } }],
    ['CaseStageEntered', { open: { from: 'intake', to: 'review' } }],
  ];
  const found: Said[] = [
    [
      'RecommendationIssued',
      {
        open: { ...about, rule: 'PRE-BP', version: '1.0.0', missing: [], wording: 'template', inputEventIds: [] },
        sealed: { text: { tr: FAMILY, en: FAMILY } },
      },
    ],
    ['RecommendationAccepted', { open: about, sealed: { note: `${FAMILY} agreed` } }],
  ];
  await append(writer, { tenant, slice: 'patient', id: patientId }, patientId, patient);
  await append(writer, { tenant, slice: 'case', id: caseId }, patientId, way);
  await append(writer, { tenant, slice: 'recommendation', id: randomUUID() }, patientId, found);
  return patient.length + way.length + found.length;
}
