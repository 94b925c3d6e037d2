// Our AuditEvents against what IHE BALP 1.1.3 asks of the profiles they claim, and FHIR R4 of what they hold. Facts from
// https://profiles.ihe.net/ITI/BALP/ (StructureDefinitions IHE.BasicAudit.*) and https://hl7.org/fhir/R4/ (auditevent, provenance, bundle).
// No FHIR validator runs here: only what is written below is checked.
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { SealedEvent } from '#projections/ledger/leaf.ts';
import { spec } from '#infra/testing/spec.ts';
import { bundleOf, resourcesOf } from './fhir.ts';

type Json = Record<string, unknown>;
type Coding = { system: string; code: string };
type Agent = Json & { type: { coding: Coding[] }; who?: Json; network?: Json; media?: unknown; requestor: unknown };
type Entity = Json & { type: Coding; role?: Coding; what?: Json };
type Audit = Json & {
  meta: { profile: string[] };
  type: Coding;
  subtype: Coding[];
  agent: Agent[];
  entity: Entity[];
  source: { observer?: Json; type: Coding[] };
};

const DCM = 'http://dicom.nema.org/resources/ontology/DCM';
const PARTICIPATION = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType';
const writes = { client: '110153', server: '110152', users: ['AUT', 'INF', 'CST'] };
/** Each profile: action, the interaction among its subtypes, the types of client, server and user, and whether a patient is asked for. */
const PROFILES: Record<string, { action: string; interactions: string[]; client: string; server: string; users: string[]; patient: boolean }> = {
  Create: { action: 'C', interactions: ['create'], ...writes, patient: false },
  PatientCreate: { action: 'C', interactions: ['create'], ...writes, patient: true },
  Update: { action: 'U', interactions: ['update', 'patch'], ...writes, patient: false },
  PatientUpdate: { action: 'U', interactions: ['update', 'patch'], ...writes, patient: true },
  PatientRead: { action: 'R', interactions: ['read', 'vread'], client: '110152', server: '110153', users: ['IRCP'], patient: true },
};
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const ID = /^[A-Za-z0-9\-.]{1,64}$/;
const one = <T>(list: T[], what: string): T => {
  assert.is(list.length, 1, what);
  return list[0]!;
};
const isReference = (value: Json | undefined, what: string) => assert.ok(value && ('identifier' in value || 'reference' in value || 'display' in value), what);
const typed = (agent: Agent[], system: string, codes: string[]) =>
  agent.filter(({ type }) => type.coding.some((coding) => coding.system === system && codes.includes(coding.code)));

function checkAgents({ agent }: Audit, { client, server, users }: (typeof PROFILES)[string]): void {
  for (const each of [one(typed(agent, DCM, [client]), 'one client'), one(typed(agent, DCM, [server]), 'one server')]) {
    isReference(each.who, 'who');
    assert.ok(each.network && Object.keys(each.network).length > 0, 'the network of client and server');
    const { type, extension } = each.network as { type?: string; extension?: { url: string }[] };
    assert.ok(type ? ['1', '2', '3', '4', '5'].includes(type) : extension?.[0]?.url.endsWith('/data-absent-reason'), 'network-type, or why there is none');
  }
  const user = one(typed(agent, PARTICIPATION, users), 'one user');
  isReference(user.who, 'who');
  assert.is(user.requestor, true);
  assert.not.ok('network' in user, 'users are no network devices');
  for (const each of agent) assert.ok(typeof each.requestor === 'boolean' && !('media' in each));
}

function checkEntities({ entity }: Audit, patient: boolean): void {
  const kind = (code: string) => entity.filter(({ type }) => type.system === 'http://terminology.hl7.org/CodeSystem/audit-entity-type' && type.code === code);
  const data = one(kind('2'), 'one entity of data');
  isReference(data.what, 'what');
  assert.ok(['4', '3', '20'].includes(data.role!.code) && data.role!.system === 'http://terminology.hl7.org/CodeSystem/object-role');
  const request = entity.filter(({ type }) => type.code === 'XrequestId');
  assert.ok(request.length <= 1 && request.every(({ what }) => typeof (what as { identifier: { value: unknown } }).identifier.value === 'string'));
  if (!patient) return;
  const person = one(kind('1'), 'one patient');
  assert.equal([person.role!.code, person.what!['type']], ['1', 'Patient']);
}

/** Fails with what is not as BALP or R4 ask. */
function check(audit: Audit): void {
  const name = one(audit.meta.profile, 'one profile').replace('https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.', '');
  const profile = PROFILES[name];
  assert.ok(profile, `a profile of BALP: ${name}`);
  assert.equal([audit.type.system, audit.type.code], ['http://terminology.hl7.org/CodeSystem/audit-event-type', 'rest']);
  one(
    audit.subtype.filter(({ system, code }) => system === 'http://hl7.org/fhir/restful-interaction' && profile.interactions.includes(code)),
    'one interaction',
  );
  assert.equal([audit['action'], audit['outcome']], [profile.action, '0']);
  assert.match(String(audit['recorded']), INSTANT);
  assert.match(String(audit['id']), ID);
  isReference(audit.source.observer, 'source.observer');
  checkAgents(audit, profile);
  checkEntities(audit, profile.patient);
  const known = ['resourceType', 'id', 'meta', 'type', 'subtype', 'action', 'recorded', 'outcome', 'agent', 'source', 'entity'];
  assert.equal(
    Object.keys(audit).filter((key) => !known.includes(key)),
    [],
  );
}
function isRefused(audit: Audit): boolean {
  try {
    check(audit);
    return false;
  } catch {
    return true;
  }
}
function checkProvenance(provenance: Json): void {
  const { target, recorded, occurredDateTime, agent, entity } = provenance as { target: Json[]; recorded: string; occurredDateTime: string } & {
    agent: { who?: Json }[];
    entity: { role: string; what?: Json }[];
  };
  assert.ok(target.length > 0 && agent.length > 0);
  for (const { who } of agent) isReference(who, 'who');
  for (const { role, what } of entity) {
    assert.ok(['derivation', 'revision', 'quotation', 'source', 'removal'].includes(role));
    isReference(what, 'what');
  }
  for (const at of [recorded, occurredDateTime]) assert.match(at, INSTANT);
  assert.match(String(provenance['id']), ID);
}

const kinds = fc.constantFrom('staff', 'patient', 'device', 'agent', 'system');
const name = fc.string({ minLength: 1, maxLength: 20 });
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const written = fc.record({
  ...{ id: fc.uuid(), slice: fc.constantFrom('case', 'patient', 'member', 'order'), revision: fc.nat(3), patientId: optional(fc.uuid()) },
  ...{ kind: kinds, role: name, onBehalfOf: optional(fc.uuid()), purpose: optional(name), inputs: optional(fc.array(fc.uuid(), { maxLength: 3 })) },
});
const at = '2026-03-01T10:00:00.000Z';
const eventOf = ({ id, slice, revision, patientId, kind, role, onBehalfOf, purpose, inputs }: typeof written extends fc.Arbitrary<infer T> ? T : never) =>
  JSON.parse(
    JSON.stringify({
      ...{ tenant: 'acme', stream: `acme.${slice}-${id}`, revision, id, type: 'CaseOpened', recordedAt: at },
      data: { patientId, inputEventIds: inputs },
      meta: { actor: { id, kind, role, onBehalfOf }, correlationId: 'k', causationId: 'c', occurredAt: at, purpose },
    }),
  ) as SealedEvent;
const shown = fc.record({
  ...{ id: fc.uuid(), kind: kinds, role: name, purpose: name, session: optional(fc.uuid()), address: optional(fc.constant({ $sealed: '1.x' })) },
  persons: fc.array(fc.uuid(), { maxLength: 4 }),
});

spec('FHIR in a pack', (it) => {
  it('each event written is what its BALP profile and R4 ask, with a Provenance', () =>
    fc.assert(
      fc.property(written, (input) => {
        const [audit, provenance, ...more] = resourcesOf(eventOf(input));
        assert.is(more.length, 0);
        check(audit as unknown as Audit);
        checkProvenance(provenance!);
      }),
    ));
  it('each person shown is a reading as PatientRead asks, from where it was when that may be told', () =>
    fc.assert(
      fc.property(shown, optional(fc.ipV4()), ({ id, kind, role, purpose, session, address, persons }, opened) => {
        const data = { at, readerId: id, readerKind: kind, readerRole: role, purpose, route: 'get /api/cases', correlation: 'k', session, address };
        const people = persons.map((person) => ({ id: person, fields: [], health: true }));
        const event = { ...eventOf({ id, slice: 'case', revision: 0, kind, role } as never), type: 'DataDisclosed', data: { ...data, persons: people } };
        const audits = resourcesOf(event, { address: opened }) as unknown as Audit[];
        assert.is(audits.length, persons.length);
        for (const audit of audits) {
          check(audit);
          assert.is(JSON.stringify(audit).includes(`"address":"${opened}"`), opened !== undefined);
        }
      }),
    ));
  it('a bundle is a collection whose entries have addresses of their own', () => {
    const resources = resourcesOf(eventOf({ id: '0190d0c0-0000-7000-8000-000000000001', slice: 'case', revision: 0, kind: 'staff', role: 'r' } as never));
    const bundle = JSON.parse(bundleOf(resources)) as { type: string; entry: { fullUrl: string; resource: Json }[] };
    assert.is(bundle.type, 'collection');
    for (const { fullUrl, resource } of bundle.entry) assert.ok(fullUrl.endsWith(`/${String(resource['resourceType'])}/${String(resource['id'])}`));
  });
  it('what BALP does not allow is found by these checks', () => {
    const sound = () =>
      structuredClone(resourcesOf(eventOf({ id: 'a1', slice: 'patient', revision: 0, kind: 'staff', role: 'r' } as never))[0]) as unknown as Audit;
    check(sound());
    const broken: ((audit: Audit) => void)[] = [
      (audit) => void audit.agent.splice(0, 1),
      (audit) => void delete audit.agent[0]!.network,
      (audit) => void (audit.agent[2]!.type.coding[0]!.code = 'IRCP'),
      (audit) => void (audit['action'] = 'R'),
      (audit) => void audit.entity.splice(1, 1),
      (audit) => void delete audit.source.observer,
    ];
    for (const spoil of broken) {
      const audit = sound();
      spoil(audit);
      assert.ok(isRefused(audit), String(spoil));
    }
  });
});
