// Each report over real views: what it must say about known records, and about nobody else.
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { startViewsHub } from '#infra/testing/views-hub.ts';
import { inventory } from './inventory.ts';

const [ada, bob, agency, nurse, idle] = ['a1', 'b1', 'c1', 'd1', 'e1'].map((end) => `0190d0c0-0000-7000-8000-0000000000${end}`) as [
  string,
  string,
  string,
  string,
  string,
];
const auditor = { roles: ['auditor'] as const };
const year = 'from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z';
const DAY = 86_400_000;
const today = Date.now();

spec('reports', (it, { setup, teardown }) => {
  let hub: Awaited<ReturnType<typeof startViewsHub>>;
  let count = 100;
  const seen = (readerId: string, readerRole: string, purpose: string, persons: string[], at: string, more: object = {}) => ({
    stream: `disclosure-0190d0c0-0000-7000-8000-000000000${++count}`,
    type: 'DataDisclosed',
    data: {
      ...{ at, readerId, readerKind: 'staff', readerRole, purpose, route: 'get /api/cases/{id}', correlation: 'c', session: ada },
      persons: persons.map((id) => ({ id, fields: ['resource'], health: readerRole === 'nurse' })),
      ...more,
    },
  });
  const recently = new Date(today - 3 * DAY).toISOString();
  setup(async () => {
    hub = await startViewsHub();
    const invited = (id: string, role: string) => [
      { stream: `member-${id}`, type: 'MemberInvited', data: { emailKey: id.replaceAll('-', ''), email: `${role}@x.example`, name: `The ${role}` } },
      { stream: `member-${id}`, type: 'RoleGranted', data: { role } },
    ];
    const registered = (id: string, tenant = 'acme') => ({
      tenant,
      stream: `patient-${id}`,
      type: 'PatientRegistered',
      data: { fingerprint: 'f', resource: { resourceType: 'Patient', id } },
    });
    hub.log.write(
      ...[...invited(agency, 'agency'), ...invited(nurse, 'nurse'), ...invited(idle, 'doctor')],
      registered(ada),
      registered(bob),
      registered(ada, 'other'),
      { stream: `patient-${ada}`, type: 'ConditionRecorded', data: { resourceId: bob, fingerprint: 'f', resource: { resourceType: 'Condition', id: bob } } },
      { stream: `consent-${ada}`, type: 'NoticeAcknowledged', data: { text: '2026-01', language: 'tr' } },
      { stream: `consent-${ada}`, type: 'ConsentGranted', data: { purpose: 'photos', text: '2026-01', language: 'tr' } },
      seen(agency, 'agency', 'sharing', [ada], '2026-03-01T10:00:00.000Z'),
      seen(agency, 'agency', 'sharing', [ada, bob], '2026-03-05T10:00:00.000Z'),
      seen(nurse, 'nurse', 'treatment', [ada, bob], recently),
      seen(nurse, 'nurse', 'treatment', [], recently, { withheld: [ada] }),
      { ...seen(agency, 'agency', 'sharing', [ada], '2026-03-02T10:00:00.000Z'), tenant: 'other' },
      {
        stream: `patient-${ada}`,
        type: 'PatientAmended',
        data: { fingerprint: 'g', resource: { resourceType: 'Patient', id: ada } },
        at: '2026-03-04T10:00:00.000Z',
      },
      {
        stream: `breakglass-${idle}`,
        type: 'BreakGlassOpened',
        data: { memberId: nurse, patientId: ada, endsAt: '2026-03-01T11:00:00.000Z', reason: 'she fainted' },
        at: new Date(today - 20 * DAY).toISOString(),
      },
    );
    await hub.level();
  });
  teardown(() => hub?.stop());

  it('the accounting tells to whom data went other than for care, each with first, last and number', async () => {
    type Told = { entries: { recipient: { id: string; name: string }; first: string; last: string; count: number }[]; withheld: number };
    const told = await hub.get<Told>(auditor, `/api/reports/accounting-of-disclosures?personId=${ada}&${year}`);
    assert.equal(
      told.entries.map(({ recipient, first, last, count: times }) => [recipient.id, recipient.name, first.slice(0, 10), last.slice(0, 10), times]),
      [[agency, 'The agency', '2026-03-01', '2026-03-05', 2]],
    );
    assert.is(told.withheld, 1);
  });
  it('a patient gets their own accounting, and of others not even that they exist', async () => {
    const patient = { roles: ['patient'] as const, patientId: ada };
    assert.type((await hub.get(patient, `/api/reports/accounting-of-disclosures?personId=${ada}`)).entries, 'object');
    assert.is(await hub.get(patient, `/api/reports/accounting-of-disclosures?personId=${bob}`), 'not-found patient.unknown');
    assert.is(await hub.get(patient, `/api/reports/breach-scope`), 'forbidden');
  });
  it('subject access gives all that is held, as FHIR, with consents and receivers by role', async () => {
    type Told = {
      fhir: { entry: { resource: { resourceType: string; id: string } }[] };
      consents: { purpose: string }[];
      receivers: { role: string; count: number }[];
      erased: boolean;
    };
    const told = await hub.get<Told>(auditor, `/api/reports/subject-access?personId=${ada}`);
    assert.equal(
      told.fhir.entry.map(({ resource }) => resource.resourceType),
      ['Patient', 'Condition'],
    );
    assert.equal(
      [told.consents.map(({ purpose }) => purpose), told.receivers.map(({ role, count: times }) => `${role} ${times}`).toSorted(), told.erased],
      [['photos'], ['agency 2', 'nurse 1'], false],
    );
    assert.is(await hub.get(auditor, `/api/reports/subject-access?personId=${idle}`), 'not-found patient.unknown');
  });
  it('recipients are those outside the tenant who got the data before the newest change', async () => {
    type Told = { recipients: { id: string; last: string }[]; changes: { type: string }[] };
    const told = await hub.get<Told>(auditor, `/api/reports/recipients?personId=${ada}`);
    assert.equal(
      [told.changes.map(({ type }) => type), told.recipients.map(({ id, last }) => `${id} ${last.slice(0, 10)}`)],
      [['PatientAmended'], [`${agency} 2026-03-01`]],
    );
  });
  it('a breach concerns whom the account, the session or the time reached, and with the keys everybody', async () => {
    type Told = { persons: number; withHealthData: number; disclosures: number; notifyBy: string; affected: { personId: string; count: number }[] };
    const by = (query: string) => hub.get<Told>(auditor, `/api/reports/breach-scope?${query}`);
    const account = await by(`${year}&readerId=${nurse}&detectedAt=2026-05-01T00:00:00.000Z`);
    assert.equal([account.persons, account.withHealthData, account.notifyBy], [2, 2, '2026-05-04T00:00:00.000Z']);
    const march = await by('from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z');
    assert.equal([march.disclosures, march.affected.map(({ personId, count: times }) => `${personId} ${times}`)], [1, [`${ada} 1`]]);
    assert.equal([(await by(`${year}&session=${bob}`)).persons, (await by(`${year}&session=${bob}&keys=tenant`)).persons], [0, 2]);
  });
  it('recertification shows who did not use their access, and what speaks against it', async () => {
    type Told = { members: { memberId: string; reads: number; persons: number; remarks: string[] }[] };
    const { members } = await hub.get<Told>(auditor, '/api/reports/access-recertification');
    const of = (id: string) => members.find(({ memberId }) => memberId === id)!;
    assert.equal([of(nurse).reads, of(nurse).persons, of(nurse).remarks], [2, 2, ['emergency-access', 'no-second-factor']]);
    assert.equal([of(idle).reads, of(idle).remarks], [0, ['unused', 'no-second-factor']]);
  });
  it('the articles say what was looked at, what speaks against each, and where to look', async () => {
    type Told = { articles: { id: string; status: string; looked: number; found: string[]; evidence: string[]; attest?: { tr: string } }[] };
    const { articles } = await hub.get<Told>(auditor, '/api/reports/articles');
    const of = (id: string) => articles.find((article) => article.id === id)!;
    const status = (...ids: string[]) => ids.map((id) => of(id).status);
    assert.equal([of('kvkk-6').status, of('kvkk-6').looked], ['holds', 4]);
    assert.equal([of('kvkk-10').status, of('kvkk-10').found], ['does-not-hold', [bob]]);
    assert.equal([of('hipaa-164.312-emergency').status, of('hipaa-164.312-emergency').found], ['does-not-hold', [idle]]);
    assert.equal(status('kvkk-2023-695', 'kvkk-7', 'kvkk-12', 'hipaa-164.312-ends'), Array(4).fill('does-not-hold'));
    assert.equal(status('gdpr-15', 'kvkk-16', 'hipaa-164.502', 'hipaa-164.528'), Array(4).fill('holds'));
    assert.equal(status('kvkk-9', 'rg-32882-insurance', 'nist-800-88'), Array(3).fill('not-applicable'));
    assert.equal(status('hipaa-164.310', 'hipaa-164.312-integrity', 'gdpr-19'), Array(3).fill('unknown'));
    assert.ok(of('hipaa-164.310').attest!.tr.length > 0);
  });
  it('the inventory names every personal and health field of every schema, and no other', () => {
    const fields = inventory().flatMap(({ activity, class: held, fields: named }) => named.map(({ event, field }) => `${held} ${activity} ${event}.${field}`));
    assert.ok(fields.includes('personal patient PatientRegistered.resource') && fields.includes('health case CaseOpened.procedure'));
    assert.not.ok(fields.some((field) => field.includes('resourceId')));
    assert.ok(inventory().every(({ class: held, storedFor }) => (held === 'health') === (storedFor !== undefined)));
  });
});
