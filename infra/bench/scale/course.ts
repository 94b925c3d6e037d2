// What happens to one patient, as the log would hold it: registered, measured, a case that moves, is held and resumed, recommendations that are decided.
import { randomBytes, randomUUID } from 'node:crypto';
import type { Meta, StreamId } from '#domain/kernel/envelope.ts';
import type { NewEvent } from '#domain/kernel/event-store.ts';
import type { Seal } from '#domain/kernel/sealing.ts';

export type Part = { readonly stream: StreamId; readonly events: readonly NewEvent[] };
type Said = { readonly type: string; readonly open?: object; readonly sealed?: Record<string, unknown> };

/** Events of one course. */
export const COURSE = 50;
const [MEASURED, DECIDED] = [2, 4];
const MOVES = COURSE - 2 - MEASURED - DECIDED * 2; // the case's, after it was opened
const print = () => randomBytes(16).toString('hex');
const both = { tr: 'Anestezi muayenesi', en: 'Anaesthesia visit' };

const registered: Said = {
  type: 'PatientRegistered',
  open: { fingerprint: print(), country: 'DE', language: 'de' },
  sealed: { resource: { resourceType: 'Patient', name: [{ family: 'Scale', given: ['Ada'] }], birthDate: '1980-02-03', gender: 'female' } },
};
const measured = (n: number): Said => ({
  type: 'ObservationRecorded',
  open: { resourceId: randomUUID(), fingerprint: print() },
  sealed: {
    effectiveAt: `2024-0${1 + (n % 9)}-11T09:10:11.000Z`,
    resource: { resourceType: 'Observation', status: 'final', code: { text: 'Glucose' }, valueQuantity: { value: 90 + n, unit: 'mg/dL' } },
  },
});
const issued = (about: object): Said => ({
  type: 'RecommendationIssued',
  open: {
    ...about,
    ...{ rule: 'PRE-ASA', version: '1.0.0', title: both, missing: [], actions: [], evidence: [], inputEventIds: [], wording: 'template' },
  },
});

/** Whose course it is. `isNew`: it begins with the registration. */
export type Person = { readonly id: string; readonly isNew: boolean };

/** Nobody opens a reason or a recommendation on its way, so one sealed value of the person stands for all of them: what is measured is not sealing. */
export function makeCourse(seal: Seal): (tenant: string, person?: Person) => Promise<Part[]> {
  return async (tenant, { id: patientId, isNew } = { id: randomUUID(), isNew: true }) => {
    const [caseId, staff] = [randomUUID(), randomUUID()];
    const metaOf = (): Meta => ({
      tenant,
      actor: { id: staff, kind: 'staff', role: 'doctor' },
      ...{ correlationId: randomUUID(), causationId: randomUUID(), schema: 1, occurredAt: new Date().toISOString(), subject: patientId },
    });
    const make = async ({ type, open = {}, sealed = {} }: Said): Promise<NewEvent> => {
      const id = randomUUID();
      return { id, type, data: { ...open, ...(await seal({ tenant, subject: patientId, event: id }, sealed)) }, meta: metaOf() };
    };
    const part = async (slice: string, id: string, said: readonly Said[]): Promise<Part> => ({
      stream: { tenant, slice, id },
      events: await Promise.all(said.map(make)),
    });
    const once = await seal({ tenant, subject: patientId, event: randomUUID() }, { text: both, items: [], basis: 'b', reason: 'Tetkik bekleniyor' });
    const { text, items, basis, reason } = once;
    const about = { caseId, patientId, level: 'amber' };
    const opened: Said = { type: 'CaseOpened', open: { patientId }, sealed: { procedure: { code: '173171007', text: 'Sleeve gastrectomy' } } };
    const entered: Said = { type: 'CaseStageEntered', open: { from: 'lead', to: 'intake' } };
    const moves = Array.from({ length: MOVES - 1 }, (_, n): Said => ({ type: n % 2 === 0 ? 'CaseHeld' : 'CaseResumed', open: { reason } }));
    const decided = (): Said[] => {
      const { type, open } = issued(about);
      return [
        { type, open: { ...open, text, items, basis } },
        { type: 'RecommendationAccepted', open: about },
      ];
    };
    return Promise.all([
      part('patient', patientId, [isNew ? registered : measured(MEASURED), ...Array.from({ length: MEASURED }, (_, n) => measured(n))]),
      part('case', caseId, [opened, entered, ...moves]),
      ...Array.from({ length: DECIDED }, () => part('recommendation', randomUUID(), decided())),
    ]);
  };
}
