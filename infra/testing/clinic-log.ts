// One clinic's log, small enough to be read whole: two patients, two cases, a recommendation. For tests of the read side.
import { type Asker, startViewsHub, type ViewsHub } from './views-hub.ts';
import { agent } from './views.ts';

export const uuid = (n: number) => `0190d0c0-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const [ANNA, BORA, CASE, CASE2, AGENCY, REC] = [1, 2, 3, 4, 5, 6].map(uuid) as [string, string, string, string, string, string];
export const hash = 'ab'.repeat(16);
export const doctor: Asker = { roles: ['doctor'] };
export const agency: Asker = { roles: ['agency'], memberId: AGENCY };
export const patient: Asker = { roles: ['patient'], memberId: uuid(50), patientId: ANNA };

export const person = (id: string, family: string) => ({
  stream: `patient-${id}`,
  type: 'PatientRegistered',
  data: {
    fingerprint: hash,
    language: 'tr',
    resource: {
      resourceType: 'Patient',
      name: [{ given: ['Ada'], family }],
      birthDate: '1980-02-29',
      gender: 'female',
      telecom: [{ system: 'phone', value: '+90555' }],
    },
  },
});
const fact = (kind: string, n: number, resource: object, effectiveAt?: string) => ({
  stream: `patient-${ANNA}`,
  type: `${kind}Recorded`,
  data: { resourceId: uuid(n), fingerprint: hash, effectiveAt, resource: { resourceType: kind, ...resource } },
});
export const text = (words: string, code = '1') => ({ coding: [{ system: 'http://snomed.info/sct', code }], text: words });
const about = { caseId: CASE, patientId: ANNA, level: 'red' };
export const issued = {
  stream: `recommendation-${REC}`,
  type: 'RecommendationIssued',
  by: agent,
  data: {
    ...about,
    rule: 'PRE-VKA',
    version: '1.0.0',
    title: { tr: 'Varfarin', en: 'Warfarin' },
    missing: ['inr'],
    actions: [],
    evidence: [],
    inputEventIds: [uuid(9)],
    wording: 'template',
    text: { tr: 'Kesin', en: 'Stop' },
    items: [{ code: 'inr', label: { tr: 'INR', en: 'INR' }, eventIds: [] }],
    basis: 'x',
  },
};

/** What happened at the clinic before anybody asks. */
export const clinicLog = [
  { stream: 'tenant-acme', type: 'TenantRegistered', data: { slug: 'acme', name: 'Acme', kind: 'clinic', locale: 'tr', timezone: 'UTC' } },
  { stream: `member-${uuid(50)}`, type: 'MemberInvited', data: { emailKey: hash, email: 'ada@x.y', name: 'Ada Howe', patientId: ANNA } },
  { stream: `member-${uuid(51)}`, type: 'MemberInvited', data: { emailKey: hash, email: 'doc@x.y', name: 'Dr. No' } },
  { stream: `member-${uuid(51)}`, type: 'RoleGranted', data: { role: 'doctor' } },
  person(ANNA, 'Howe'),
  person(BORA, 'Kaya'),
  fact('AllergyIntolerance', 20, { code: text('Latex'), clinicalStatus: text('', 'active'), criticality: 'high' }, '2020-01-01T00:00:00.000Z'),
  fact('AllergyIntolerance', 21, { code: text('Dust'), clinicalStatus: text('', 'resolved') }, '2019-01-01T00:00:00.000Z'),
  fact('MedicationRequest', 22, { status: 'active', medicationCodeableConcept: text('Warfarin Sodium 5 MG') }, '2021-01-01T00:00:00.000Z'),
  fact('MedicationRequest', 23, { status: 'stopped', medicationCodeableConcept: text('Apixaban') }, '2018-01-01T00:00:00.000Z'),
  fact('Observation', 24, { status: 'final', code: text('Glucose'), valueQuantity: { value: 65.764, unit: 'mg/dL' } }, '2022-01-01T00:00:00.000Z'),
  { stream: `case-${CASE}`, type: 'CaseOpened', data: { patientId: ANNA, procedure: { code: '1', text: 'Sleeve' }, referredBy: AGENCY } },
  { stream: `case-${CASE2}`, type: 'CaseOpened', data: { patientId: BORA, procedure: { code: '2', text: 'Knee' } } },
  { stream: `case-${CASE}`, type: 'CaseStageEntered', data: { from: 'lead', to: 'intake' }, at: '2026-03-05T00:00:00.000Z' },
  issued,
  { stream: `case-${CASE}`, type: 'CaseStageEntered', data: { from: 'intake', to: 'review' }, at: '2026-03-06T00:00:00.000Z' },
];

/** The views of all that. */
export async function startClinic(): Promise<ViewsHub> {
  const hub = await startViewsHub();
  hub.log.write(...clinicLog);
  if (!(await hub.level())) throw new Error('the views did not come level with the log');
  return hub;
}
