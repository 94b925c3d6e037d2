// Events in the words of FHIR R4: an AuditEvent by IHE's Basic Audit Log Patterns for each, and a Provenance for what was written.
import type { Disclosure } from '#domain/disclosure/messages.ts';
import type { SealedEvent } from '#projections/ledger/leaf.ts';

type Meta = {
  readonly actor: { id: string; kind: string; role: string; onBehalfOf?: string };
  readonly correlationId: string;
  readonly causationId: string;
} & {
  readonly occurredAt: string;
  readonly subject?: string;
  readonly purpose?: string;
};
type Resource = { readonly resourceType: string; readonly id: string } & Record<string, unknown>;

const BALP = 'https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.';
const coding = (system: string, code: string, display?: string) => ({ system, code, ...(display && { display }) });
const concept = (...args: Parameters<typeof coding>) => ({ coding: [coding(...args)] });
const TYPES = 'http://terminology.hl7.org/CodeSystem/audit-event-type';
const REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';
const PURPOSES: Readonly<Record<string, string>> = {
  treatment: 'TREAT',
  'care-coordination': 'COC',
  payment: 'HPAYMT',
  administration: 'HOPERAT',
  audit: 'HCOMPL',
  'own-record': 'PATRQT',
  emergency: 'ETREAT',
  recommendation: 'TREAT',
  rule: 'HOPERAT',
};
const purposeOf = (purpose: string) => ({ ...(PURPOSES[purpose] && concept(REASON, PURPOSES[purpose])), text: purpose });
const identified = (kind: string, id: string) => ({ identifier: { system: `urn:synchron:${kind}`, value: id } });

type Said = {
  id: string;
  kind: 'Create' | 'Update' | 'Read';
  person?: string;
  recorded: string;
  who: Meta['actor'];
  purpose?: string;
  what: string;
  request: string;
  address?: string;
};
const ACTION = { Create: ['C', 'create'], Update: ['U', 'update'], Read: ['R', 'read'] } as const;

const entities = ({ what, person, request }: Said) => [
  {
    what: identified('stream', what),
    type: coding('http://terminology.hl7.org/CodeSystem/audit-entity-type', '2', 'System Object'),
    role: coding('http://terminology.hl7.org/CodeSystem/object-role', '4', 'Domain Resource'),
  },
  ...(person
    ? [
        {
          what: identified('patient', person),
          type: coding('http://terminology.hl7.org/CodeSystem/audit-entity-type', '1', 'Person'),
          role: coding('http://terminology.hl7.org/CodeSystem/object-role', '1', 'Patient'),
        },
      ]
    : []),
  { what: { identifier: { value: request } }, type: coding('https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType', 'XrequestId') },
];

function auditEvent(said: Said): Resource {
  const { id, kind, person, recorded, who, purpose } = said;
  const [action, interaction] = ACTION[kind];
  const user = {
    type: concept('http://terminology.hl7.org/CodeSystem/v3-ParticipationType', 'IRCP'),
    who: identified(who.kind, who.id),
    role: [{ text: who.role }],
    requestor: true,
  };
  return {
    resourceType: 'AuditEvent',
    id,
    meta: { profile: [`${BALP}${person ? 'Patient' : ''}${kind}`] },
    type: coding(TYPES, 'rest', 'RESTful Operation'),
    subtype: [coding('http://hl7.org/fhir/restful-interaction', interaction)],
    action,
    recorded,
    outcome: '0',
    agent: [
      { type: concept('http://dicom.nema.org/resources/ontology/DCM', '110153', 'Source Role ID'), who: identified(who.kind, who.id), requestor: false },
      {
        type: concept('http://dicom.nema.org/resources/ontology/DCM', '110152', 'Destination Role ID'),
        who: identified('hub', 'synchron-hub'),
        requestor: false,
      },
      purpose ? { ...user, purposeOfUse: [purposeOf(purpose)] } : user,
    ],
    source: {
      observer: identified('hub', 'synchron-hub'),
      type: [coding('http://terminology.hl7.org/CodeSystem/security-source-type', '4', 'Application Server')],
    },
    entity: entities(said),
  };
}

/** One for each person whose data were shown. */
function reads(event: SealedEvent, meta: Meta): Resource[] {
  const { readerId, readerKind, readerRole, onBehalfOf, purpose, at, route, persons } = event.data as Disclosure;
  const who = { id: readerId, kind: readerKind, role: readerRole, ...(onBehalfOf && { onBehalfOf }) };
  return persons.map(({ id: person }, i) =>
    auditEvent({ id: `${event.id}-${i}`, kind: 'Read', person, recorded: at, who, purpose, what: route, request: meta.correlationId }),
  );
}

const provenance = (event: SealedEvent, { actor, occurredAt, causationId }: Meta): Resource => ({
  resourceType: 'Provenance',
  id: `${event.id}-p`,
  target: [identified('stream', event.stream)],
  occurredDateTime: occurredAt,
  recorded: event.recordedAt,
  activity: { ...concept('http://terminology.hl7.org/CodeSystem/v3-DataOperation', event.revision === 0 ? 'CREATE' : 'UPDATE'), text: event.type },
  agent: [
    { type: { text: actor.role }, who: identified(actor.kind, actor.id), ...(actor.onBehalfOf && { onBehalfOf: identified('member', actor.onBehalfOf) }) },
  ],
  entity: [causationId, ...((event.data as { inputEventIds?: readonly string[] }).inputEventIds ?? [])].map((id) => ({
    role: 'source',
    what: identified('event', id),
  })),
});

/** What FHIR has to say of one event. `patients`: who is known to be one, since an event's subject may also be a member. */
export function resourcesOf(event: SealedEvent): Resource[] {
  const meta = event.meta as Meta;
  if (event.type === 'DataDisclosed') return reads(event, meta);
  const { patientId } = event.data as { patientId?: string };
  const person = patientId ?? /\.patient-(.+)$/.exec(event.stream)?.[1];
  const kind = event.revision === 0 ? 'Create' : 'Update';
  const said = {
    id: event.id,
    kind,
    person,
    recorded: event.recordedAt,
    who: meta.actor,
    purpose: meta.purpose,
    what: event.stream,
    request: meta.correlationId,
  } as const;
  return [auditEvent(said as Said), provenance(event, meta)];
}

export const bundleOf = (resources: readonly Resource[]): string =>
  JSON.stringify({
    resourceType: 'Bundle',
    type: 'collection',
    entry: resources.map((resource) => ({ fullUrl: `https://synchron-hub.local/fhir/${resource.resourceType}/${resource.id}`, resource })),
  });
