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
/** A logical reference: `type` is the FHIR resource it would be. */
const identified = (kind: string, id: string, type?: string) => ({ ...(type && { type }), identifier: { system: `urn:synchron:${kind}`, value: id } });
const TYPES_OF: Readonly<Record<string, string>> = { staff: 'Practitioner', patient: 'Patient', device: 'Device', agent: 'Device', system: 'Device' };
const actorOf = ({ kind, id }: { kind: string; id: string }) => identified(kind, id, TYPES_OF[kind]);
const HUB = identified('hub', 'synchron-hub', 'Device');

type Said = {
  readonly id: string;
  readonly kind: keyof typeof ACTION;
  readonly person?: string | undefined;
  readonly recorded: string;
  readonly who: Meta['actor'];
  readonly purpose?: string | undefined;
  readonly what: string;
  readonly request: string;
  readonly client: Client;
};
/** Who called, and from where: an IP address, or why none is told. */
type Client = { readonly who: object; readonly address?: string; readonly absent: 'masked' | 'unknown' };
const DCM = 'http://dicom.nema.org/resources/ontology/DCM';
const [SOURCE, DESTINATION] = [concept(DCM, '110153', 'Source Role ID'), concept(DCM, '110152', 'Destination Role ID')];
/** By BALP data flow from the source: to who reads, and from who writes. The user's type follows it: recipient or author. */
const ACTION = {
  Create: { action: 'C', interaction: 'create', client: SOURCE, server: DESTINATION, user: 'AUT' },
  Update: { action: 'U', interaction: 'update', client: SOURCE, server: DESTINATION, user: 'AUT' },
  Read: { action: 'R', interaction: 'read', client: DESTINATION, server: SOURCE, user: 'IRCP' },
} as const;
const ENTITY = 'http://terminology.hl7.org/CodeSystem/audit-entity-type';
const ROLE = 'http://terminology.hl7.org/CodeSystem/object-role';

const entities = ({ what, person, request }: Said) => [
  { what: identified('stream', what), type: coding(ENTITY, '2', 'System Object'), role: coding(ROLE, '4', 'Domain Resource') },
  ...(person ? [{ what: identified('patient', person, 'Patient'), type: coding(ENTITY, '1', 'Person'), role: coding(ROLE, '1', 'Patient') }] : []),
  { what: { identifier: { value: request } }, type: coding('https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType', 'XrequestId') },
];

const networkOf = ({ address, absent }: Client) =>
  address === undefined ? { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: absent }] } : { address, type: '2' };

function agents({ kind, who, purpose, client }: Said) {
  const { client: clientType, server, user } = ACTION[kind];
  return [
    { type: clientType, who: client.who, requestor: false, network: networkOf(client) },
    { type: server, who: HUB, requestor: false, network: { address: 'urn:synchron:hub', type: '5' } },
    {
      type: concept('http://terminology.hl7.org/CodeSystem/v3-ParticipationType', user),
      who: actorOf(who),
      role: [{ text: who.role }],
      requestor: true,
      ...(purpose && { purposeOfUse: [purposeOf(purpose)] }),
    },
  ];
}

function auditEvent(said: Said): Resource {
  const { id, kind, person, recorded } = said;
  const { action, interaction } = ACTION[kind];
  return {
    resourceType: 'AuditEvent',
    id,
    meta: { profile: [`${BALP}${person ? 'Patient' : ''}${kind}`] },
    type: coding(TYPES, 'rest', 'RESTful Operation'),
    subtype: [coding('http://hl7.org/fhir/restful-interaction', interaction, interaction)],
    action,
    recorded,
    outcome: '0',
    agent: agents(said),
    source: { observer: HUB, type: [coding('http://terminology.hl7.org/CodeSystem/security-source-type', '4', 'Application Server')] },
    entity: entities(said),
  };
}

/** One for each person whose data were shown. `address`: where the reader sat, opened. */
function reads(event: SealedEvent, meta: Meta, address: unknown): Resource[] {
  const { readerId, readerKind, readerRole, onBehalfOf, purpose, at, route, session, persons } = event.data as Disclosure;
  const who = { id: readerId, kind: readerKind, role: readerRole, ...(onBehalfOf && { onBehalfOf }) };
  const sealed = (event.data as { address?: unknown }).address !== undefined;
  const client = {
    who: session ? identified('session', session, 'Device') : actorOf(who),
    ...(typeof address === 'string' && { address }),
    absent: sealed ? 'masked' : 'unknown',
  } as const;
  return persons.map(({ id: person }, i) =>
    auditEvent({ id: `${event.id}-${i}`, kind: 'Read', person, recorded: at, who, purpose, what: route, request: meta.correlationId, client }),
  );
}

const provenance = (event: SealedEvent, { actor, occurredAt, causationId }: Meta): Resource => ({
  resourceType: 'Provenance',
  id: `${event.id}-p`,
  target: [identified('stream', event.stream)],
  occurredDateTime: occurredAt,
  recorded: event.recordedAt,
  activity: { ...concept('http://terminology.hl7.org/CodeSystem/v3-DataOperation', event.revision === 0 ? 'CREATE' : 'UPDATE'), text: event.type },
  agent: [{ type: { text: actor.role }, who: actorOf(actor), ...(actor.onBehalfOf && { onBehalfOf: identified('member', actor.onBehalfOf, 'Practitioner') }) }],
  entity: [causationId, ...((event.data as { inputEventIds?: readonly string[] }).inputEventIds ?? [])].map((id) => ({
    role: 'source',
    what: identified('event', id),
  })),
});

/** What FHIR has to say of one event. `opened`: its data as the reader may see them. */
export function resourcesOf(event: SealedEvent, opened: unknown = {}): Resource[] {
  const meta = event.meta as Meta;
  if (event.type === 'DataDisclosed') return reads(event, meta, (opened as { address?: unknown }).address);
  const { patientId } = event.data as { patientId?: string };
  const person = patientId ?? /\.patient-(.+)$/.exec(event.stream)?.[1];
  const { actor: who, purpose, correlationId: request } = meta;
  const client = { who: actorOf(who), absent: 'unknown' } as const;
  const kind = event.revision === 0 ? 'Create' : 'Update';
  return [auditEvent({ id: event.id, kind, person, recorded: event.recordedAt, who, purpose, what: event.stream, request, client }), provenance(event, meta)];
}

export const bundleOf = (resources: readonly Resource[]): string =>
  JSON.stringify({
    resourceType: 'Bundle',
    type: 'collection',
    entry: resources.map((resource) => ({ fullUrl: `https://synchron-hub.local/fhir/${resource.resourceType}/${resource.id}`, resource })),
  });
