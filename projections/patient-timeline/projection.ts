import type { StoredCaseEvent } from '#domain/case/messages.ts';
import type { Recorded, StoredEvent } from '#domain/kernel/envelope.ts';
import { isAbsent } from '#domain/kernel/sealing.ts';
import { RESOURCE_KINDS, type ResourceKind, type StoredPatientEvent } from '#domain/patient/messages.ts';
import type { StoredRecommendationEvent } from '#domain/recommendation/messages.ts';
import { type Fold, type Seen, view, type When } from '../kernel/projection.ts';
import { type TimelineKind, TimelineItem, type TimelineRow } from './table.ts';

type TimelineEvent = StoredPatientEvent | StoredCaseEvent | StoredRecommendationEvent;
type Clinical = Extract<StoredPatientEvent, { type: 'ConditionRecorded' }>;
type Item = Pick<TimelineRow, 'patientId' | 'kind' | 'itemId' | 'occurredAt' | 'content'> & Partial<Pick<TimelineRow, 'title' | 'status'>>;

const idOf = (kind: TimelineKind, ...ids: string[]) => [kind, ...ids].join('/');
const whenIt = (event: Seen<StoredEvent>): Date => new Date(typeof event.opened.effectiveAt === 'string' ? event.opened.effectiveAt : event.meta.occurredAt);

const row = (event: Recorded, id: string, item: Item): TimelineRow => ({
  title: null,
  status: null,
  ...item,
  tenant: event.meta.tenant,
  id,
  recordedAt: event.recordedAt,
  actor: event.meta.actor,
  revision: event.revision,
  position: event.position,
});

const clinicalId = ({ type, stream, data }: Recorded): string => {
  const kind = type.replace(/(Recorded|Amended)$/, '') as ResourceKind;
  return idOf(kind, stream.id, (data as Clinical['data']).resourceId);
};
/** A time that does not open any more is of a person who was erased: nothing is shown of it. */
const fact = (kind: ResourceKind) => (event: Seen<Clinical>) =>
  isAbsent(event.opened.effectiveAt)
    ? null
    : row(event, clinicalId(event), {
        patientId: event.stream.id,
        kind,
        itemId: event.data.resourceId,
        occurredAt: whenIt(event),
        content: event.data.resource,
      });
const facts = Object.fromEntries(
  RESOURCE_KINDS.flatMap((kind) => [
    [`${kind}Recorded`, fact(kind)],
    [`${kind}Amended`, fact(kind)],
  ]),
) as unknown as When<StoredPatientEvent, TimelineRow>;

type PatientEvent = Extract<StoredPatientEvent, { type: 'PatientRegistered' | 'PatientAmended' }>;
const patient = (event: Seen<PatientEvent>): TimelineRow => {
  const { id } = event.stream;
  return row(event, idOf('Patient', id), {
    patientId: id,
    kind: 'Patient',
    itemId: id,
    occurredAt: new Date(event.meta.occurredAt),
    content: event.data.resource,
  });
};

const becomes =
  (status: (event: Seen<TimelineEvent>) => string) =>
  (event: Seen<TimelineEvent>, old: TimelineRow | undefined): TimelineRow | undefined =>
    old && { ...old, status: status(event), revision: event.revision, position: event.position };
const is = (status: string) => becomes(() => status);

const cases: When<StoredCaseEvent, TimelineRow> = {
  CaseOpened: (event) =>
    row(event, idOf('Case', event.stream.id), {
      patientId: event.data.patientId,
      kind: 'Case',
      itemId: event.stream.id,
      occurredAt: new Date(event.meta.occurredAt),
      content: event.data.procedure,
      status: 'lead',
    }),
  CaseStageEntered: (event, old) => is(event.data.to)(event, old),
  CaseStageSkipped: (event, old) => is(event.data.to)(event, old),
  CaseHeld: is('onHold'),
  CaseResumed: is('active'),
  CaseCancelled: is('cancelled'),
  CaseDeclined: is('declined'),
  CaseClosed: is('closed'),
  CaseReopened: (event, old) => is(event.data.stage)(event, old),
};

const recommendations: When<StoredRecommendationEvent, TimelineRow> = {
  RecommendationIssued: (event) =>
    row(event, idOf('Recommendation', event.stream.id), {
      patientId: event.data.patientId,
      kind: 'Recommendation',
      itemId: event.stream.id,
      occurredAt: new Date(event.meta.occurredAt),
      content: null,
      title: event.data.title,
      status: 'open',
    }),
  RecommendationAccepted: is('accepted'),
  RecommendationEdited: is('edited'),
  RecommendationRejected: is('rejected'),
  RecommendationExpired: is('expired'),
};

/** Everything that concerns one patient, one row for each thing, sorted by when it happened. */
export const patientTimeline: Fold<TimelineEvent, TimelineRow> = {
  name: 'patient-timeline',
  key: (event) => {
    if (event.stream.slice === 'case') return idOf('Case', event.stream.id);
    if (event.stream.slice === 'recommendation') return idOf('Recommendation', event.stream.id);
    return event.type.startsWith('Patient') ? idOf('Patient', event.stream.id) : clinicalId(event);
  },
  when: { ...facts, ...cases, ...recommendations, PatientRegistered: patient, PatientAmended: patient },
  opens: ['effectiveAt'],
  onParked: 'goOn',
  blind: ({ stream }) => stream.slice === 'patient',
};
export const patientTimelineView = view(patientTimeline, TimelineItem);
