import * as assert from 'uvu/assert';
import { searchKeys } from '#domain/kernel/search-keys.ts';
import { SHREDDED } from '#domain/kernel/sealing.ts';
import { nameKey } from '#domain/patient/name-keys.ts';
import { AGENCY, agency, ANNA, BORA, CASE, CASE2, doctor, hash, patient, person, REC, startClinic, text, uuid } from '#infra/testing/clinic-log.ts';
import { spec } from '#infra/testing/spec.ts';
import { forget } from '#infra/testing/views.ts';
import { views } from '#projections/index.ts';
import { type Asker, tenantDigest, type ViewsHub } from '#infra/testing/views-hub.ts';

type Named = { name: { text: string } };
type CaseJson = {
  stage: string;
  stages: { stage: string }[];
  next: string[];
  referredBy: string;
  procedure: { text: string };
  revision: number;
  openRecommendations: number;
  recommendations: { text: unknown; items: { code: string }[] }[];
};
spec('queries', (it, { setup, teardown }) => {
  let hub: ViewsHub;
  setup(async () => {
    hub = await startClinic();
  });
  teardown(() => hub.stop());

  it('shows the header of a patient: current allergies, anticoagulants being taken, open red flags', async () => {
    const header = await hub.get(doctor, `/api/patients/${ANNA}`);
    const { name, birthDate, sex, phone, language, allergies, anticoagulants, redFlags, counts } = header as Record<string, unknown>;
    assert.equal([name, birthDate, sex, phone, language], [{ given: ['Ada'], family: 'Howe', text: 'Ada Howe' }, '1980-02-29', 'female', '+90555', 'tr']);
    assert.equal(allergies, [{ code: '1', text: 'Latex', criticality: 'high' }]);
    assert.equal(anticoagulants, [{ code: '1', text: 'Warfarin Sodium 5 MG' }]);
    assert.equal(redFlags, [{ recommendationId: REC, rule: 'PRE-VKA', title: { tr: 'Varfarin', en: 'Warfarin' } }]);
    assert.equal(counts, { AllergyIntolerance: 2, MedicationRequest: 2, Observation: 1 });
  });

  it('answers REDACTED for what the reader has no right to, also when there is nothing to hide', async () => {
    const absent = { absent: 'REDACTED' };
    const header = await hub.get<Record<string, unknown>>({ roles: ['admin'] }, `/api/patients/${BORA}`);
    assert.equal([header.name, header.birthDate, header.allergies, header.anticoagulants, header.redFlags], [absent, absent, absent, absent, []]);
    const detail = await hub.get<Record<string, unknown>>(agency, `/api/cases/${CASE}`);
    assert.equal([detail.procedure, (detail.patient as Named).name.text, detail.recommendations], [absent, 'Ada Howe', []]);
  });

  it('lets an admin read one patient while they hold an open break-glass, and nobody else, nor longer', async () => {
    const [admin, another] = [uuid(60), uuid(61)];
    const look = (n: number, patientId: string, endsAt: string) => ({
      stream: `breakglass-${uuid(n)}`,
      type: 'BreakGlassOpened',
      data: { memberId: admin, patientId, endsAt, reason: 'collapsed at reception' },
    });
    hub.log.write(look(62, ANNA, '2126-01-01T00:00:00.000Z'), look(63, BORA, '2026-01-01T00:00:00.000Z'));
    assert.ok(await hub.level());
    const name = async (memberId: string, patientId: string) =>
      (await hub.get<{ name: unknown }>({ roles: ['admin'], memberId }, `/api/patients/${patientId}`)).name as Record<string, unknown>;
    assert.is((await name(admin, ANNA))['text'], 'Ada Howe');
    assert.equal([await name(admin, BORA), await name(another, ANNA)], [{ absent: 'REDACTED' }, { absent: 'REDACTED' }]);
    hub.log.write({ stream: `breakglass-${uuid(62)}`, type: 'BreakGlassClosed', data: { memberId: admin, patientId: ANNA } });
    assert.ok(await hub.level());
    assert.equal(await name(admin, ANNA), { absent: 'REDACTED' });
    const queue = await hub.get<{ items: { id: string; reason: unknown }[] }>({ roles: ['auditor'] }, '/api/break-glass?status=to-review');
    assert.equal(
      queue.items.map(({ id, reason }) => [id, reason]),
      [[uuid(62), 'collapsed at reception']],
    );
  });

  it('shows records of health tourism by right and scope: health to clinical staff, a patient only their own, an agency what it referred', async () => {
    const terms = { doctor: 'x', facility: 'x', inclusions: 'x', insurance: 'x', cancellation: 'x' };
    const lines = [{ kind: 'procedure', text: 'Sleeve', amount: 5 }];
    const drafted = { patientId: ANNA, version: 1, validUntil: '2026-02-01T00:00:00.000Z', currency: 'EUR', total: 5, lines, terms };
    hub.log.write({ stream: `offer-${CASE}`, type: 'OfferDrafted', data: drafted });
    assert.ok(await hub.level());
    type Offers = { items: { id: string; caseId: string; versions: { total: number; lines: unknown }[] }[] };
    const lists = async (asker: Asker) => (await hub.get<Offers>(asker, `/api/offers?caseId=${CASE}`)).items.map(({ versions }) => versions[0]);
    assert.equal(
      (await lists(doctor)).map((v) => [v?.total, v?.lines]),
      [[5, lines]],
    );
    assert.equal(
      (await lists(agency)).map((v) => v?.lines),
      [{ absent: 'REDACTED' }],
    );
    assert.equal([(await lists(patient)).length, (await lists({ ...patient, patientId: BORA })).length], [1, 0]);
    assert.is((await hub.get<{ id: string }>(doctor, `/api/offers/${CASE}`)).id, CASE);
    assert.is(await hub.get({ ...patient, patientId: BORA }, `/api/offers/${CASE}`), 'not-found record.unknown');
    assert.is(await hub.get(doctor, `/api/insurance/${CASE}`), 'not-found record.unknown');
  });

  it('lists the timeline newest first by when it happened, in pages, in the reader’s language', async () => {
    type Page = { items: { kind: string; title: unknown; detail?: string; status?: string }[]; next?: string };
    const first = await hub.get<Page>(doctor, `/api/patients/${ANNA}/timeline?limit=4`, { 'accept-language': 'en-GB,en;q=0.8' });
    const rest = await hub.get<Page>(doctor, `/api/patients/${ANNA}/timeline?limit=4&cursor=${first.next}`);
    assert.equal(
      [...first.items, ...rest.items].map(({ kind, title, detail, status }) => [kind, title, detail, status]),
      [
        ['Recommendation', 'Warfarin', undefined, 'open'],
        ['Patient', 'Patient record', undefined, undefined],
        ['Case', 'Sleeve', undefined, 'review'],
        ['Observation', 'Glucose', '65.76 mg/dL', 'final'],
        ['MedicationRequest', 'Warfarin Sodium 5 MG', undefined, 'active'],
        ['AllergyIntolerance', 'Latex', undefined, 'active'],
        ['AllergyIntolerance', 'Dust', undefined, 'resolved'],
        ['MedicationRequest', 'Apixaban', undefined, 'stopped'],
      ],
    );
    assert.is(rest.next, undefined);
    const only = await hub.get<Page>({ roles: ['finance'] }, `/api/patients/${ANNA}/timeline?kind=Observation`);
    assert.equal(
      only.items.map(({ title, status }) => [title, status]),
      [[{ absent: 'REDACTED' }, undefined]],
    );
  });

  it('lists cases with patient and open flags, filtered by stage and status', async () => {
    type Page = { items: { id: string; flags: unknown; openRecommendations: number; patient: Named }[] };
    const all = await hub.get<Page>(doctor, '/api/cases');
    assert.equal(
      all.items.map((item) => [item.id, item.flags, item.openRecommendations, item.patient.name.text]),
      [
        [CASE2, { amber: 0, red: 0 }, 0, 'Ada Kaya'],
        [CASE, { amber: 0, red: 1 }, 1, 'Ada Howe'],
      ],
    );
    const ids = async (query: string) => (await hub.get<Page>(doctor, `/api/cases?${query}`)).items.map(({ id }) => id);
    assert.equal([await ids('stage=review'), await ids('status=closed'), await ids('stage=lead&status=active')], [[CASE], [], [CASE2]]);
  });

  it('shows a case with its road, what may come next and what was recommended', async () => {
    const detail = await hub.get<CaseJson>(doctor, `/api/cases/${CASE}`);
    assert.equal(
      detail.stages.map((s) => s.stage),
      ['lead', 'intake', 'review'],
    );
    assert.equal([detail.next, detail.referredBy, detail.procedure.text, detail.revision], [['offer'], AGENCY, 'Sleeve', 2]);
    assert.equal([detail.recommendations[0]?.text, detail.recommendations[0]?.items[0]?.code], [{ tr: 'Kesin', en: 'Stop' }, 'inr']);
  });

  it('shows an agency only the cases it referred, and a patient only their own; anything else does not exist', async () => {
    type Page = { items: { id: string }[] };
    const ids = async (who: Asker, path: string) => (await hub.get<Page>(who, path)).items.map(({ id }) => id);
    for (const who of [agency, patient]) {
      assert.equal([await ids(who, '/api/cases'), await ids(who, '/api/patients')], [[CASE], [ANNA]]);
      assert.is(await hub.get(who, `/api/cases/${CASE2}`), 'not-found case.unknown');
      assert.is(await hub.get(who, `/api/patients/${BORA}`), 'not-found patient.unknown');
      assert.is(await hub.get(who, `/api/patients/${BORA}/timeline`), 'not-found patient.unknown');
    }
    const nobody: Asker = { roles: ['companion'], memberId: uuid(60) };
    assert.equal([await ids(nobody, '/api/cases'), await ids(nobody, '/api/patients')], [[], []]);
    const stranger: Asker = { roles: ['agency'], memberId: uuid(61) };
    assert.equal([await ids(stranger, '/api/cases'), await hub.get(stranger, `/api/cases/${CASE}`)], [[], 'not-found case.unknown']);
  });

  it('does not let analysts and operators near patients, nor patients near recommendations and history', async () => {
    for (const role of ['analyst', 'operator'] as const)
      for (const path of ['/api/cases', `/api/cases/${CASE}`, '/api/patients', `/api/patients/${ANNA}/timeline`, '/api/members'])
        assert.is(await hub.get({ roles: [role] }, path), 'forbidden');
    for (const who of [patient, agency, { roles: ['admin'] } as Asker])
      for (const path of ['/api/recommendations', `/api/cases/${CASE}/replay`]) assert.is(await hub.get(who, path), 'forbidden');
  });

  it('answers 404 for whatever belongs to another tenant, in every role', async () => {
    const foreign: Asker = { tenant: 'globex', roles: ['doctor', 'auditor', 'admin'] };
    for (const path of [`/api/cases/${CASE}`, `/api/patients/${ANNA}`, `/api/patients/${ANNA}/timeline`, `/api/cases/${CASE}/replay`, '/api/tenant'])
      assert.match(await hub.get<string>(foreign, path), /^not-found/);
    for (const path of ['/api/cases', '/api/patients', '/api/members', '/api/recommendations'])
      assert.equal((await hub.get<{ items: unknown[] }>(foreign, path)).items, []);
  });

  it('refuses a cursor of another tenant, another list, or nobody', async () => {
    const { next } = await hub.get<{ next: string }>(doctor, '/api/patients?limit=1');
    assert.is.not(next, undefined);
    for (const [who, path] of [
      [{ ...doctor, tenant: 'globex' }, `/api/patients?cursor=${next}`],
      [doctor, `/api/cases?cursor=${next}`],
      [doctor, '/api/patients?cursor=WyI5OTk5Il0.AAAA'],
      [doctor, '/api/patients?cursor=x'],
    ] as [Asker, string][])
      assert.is(await hub.get(who, path), 'invalid request.invalid');
    assert.is((await hub.get<{ items: unknown[] }>(doctor, `/api/patients?limit=1&cursor=${next}`)).items.length, 1);
  });

  it('shows colleagues by name to all staff, patients who are members only to those with the right', async () => {
    const { items } = await hub.get<{ items: { name: unknown; roles: string[] }[] }>({ roles: ['admin'] }, '/api/members');
    assert.equal(
      items.map(({ name, roles }) => [name, roles]),
      [
        [{ absent: 'REDACTED' }, []],
        ['Dr. No', ['doctor']],
      ],
    );
  });

  it('finds patients, offerings and articles by the beginnings of their words, however an i is typed, and only the tenant’s own', async () => {
    const [IPEK, SERVICE, ARTICLE] = [uuid(80), uuid(81), uuid(82)];
    const keys = await Promise.all(searchKeys('İpek', 'Işık').map((key) => nameKey(tenantDigest, 'acme', key)));
    const [known] = [person(IPEK, 'Işık')];
    const terms = { type: 'service', durationMinutes: 30, requiresAppointment: true, staffRequired: false, staffIds: [], preparationMinutes: 0 };
    hub.log.write(
      { ...known!, data: { ...known!.data, nameKeys: keys } },
      { stream: `offering-${SERVICE}`, type: 'OfferingDefined', data: { name: 'İMPLANT Muayenesi', terms } },
      { stream: `article-${ARTICLE}`, type: 'ArticleDrafted', data: { version: 1, topic: 'care', texts: { tr: { title: 'Bakım', body: 'Ilık su' } } } },
    );
    assert.ok(await hub.level());
    const found = async (who: Asker, path: string) => (await hub.get<{ items: { id: string }[] }>(who, path)).items.map(({ id }) => id);
    for (const typed of ['ipek', 'ISIK', 'ışık ip', 'İPEK']) assert.equal(await found(doctor, `/api/patients?search=${encodeURIComponent(typed)}`), [IPEK]);
    assert.equal(await found(doctor, '/api/patients?search=nobody'), []);
    assert.equal(await found(patient, '/api/patients?search=ipek'), []);
    assert.equal(await found({ ...doctor, tenant: 'globex' }, '/api/patients?search=ipek'), []);
    assert.equal(await found(doctor, '/api/offerings?search=implant%20MUA'), [SERVICE]);
    assert.equal(await found(doctor, '/api/articles?search=ilik'), [ARTICLE]);
  });

  it('tells operators how far each view is', async () => {
    const { items } = await hub.get<{ items: { view: string; lagSeconds: number; parked: number }[] }>({ roles: ['operator'] }, '/api/projections');
    assert.is(items.length, views.length);
    assert.ok(items.every(({ lagSeconds, parked }) => lagSeconds === 0 && parked === 0));
  });

  it('shows two records that were merged as one person, and as two again when it is undone', async () => {
    const bora = (type: string, data: object) => ({ stream: `patient-${BORA}`, type, data });
    const look = async () => {
      const header = await hub.get<{ id: string; allergies: { text: string }[]; mergedFrom: string[] }>(doctor, `/api/patients/${BORA}`);
      const { items } = await hub.get<{ items: { id: string }[] }>(doctor, '/api/patients?limit=50');
      const cases = await hub.get<{ items: { id: string; patient: { id: string } }[] }>(doctor, '/api/cases?limit=50');
      const listed = items.map(({ id }) => id).filter((id) => id === ANNA || id === BORA);
      return {
        id: header.id,
        allergies: header.allergies.map(({ text }) => text).sort(),
        mergedFrom: header.mergedFrom,
        listed,
        case: cases.items.find(({ id }) => id === CASE2)?.patient.id,
      };
    };
    const nuts = { resourceType: 'AllergyIntolerance', code: text('Nuts'), clinicalStatus: text('', 'active') };
    hub.log.write(bora('AllergyIntoleranceRecorded', { resourceId: uuid(60), fingerprint: hash, resource: nuts }), bora('PatientMerged', { into: ANNA }));
    assert.ok(await hub.level());
    assert.equal(await look(), { id: ANNA, allergies: ['Latex', 'Nuts'], mergedFrom: [BORA], listed: [ANNA], case: ANNA });
    const { items } = await hub.get<{ items: { title: string }[] }>(doctor, `/api/patients/${ANNA}/timeline?limit=50`);
    assert.ok(items.some(({ title }) => title === 'Nuts'));
    hub.log.write(bora('PatientUnmerged', { into: ANNA, reason: 'sisters' }));
    assert.ok(await hub.level());
    assert.equal(await look(), { id: BORA, allergies: ['Nuts'], mergedFrom: [], listed: [BORA, ANNA], case: BORA });
  });

  it('answers SHREDDED everywhere for a person who was erased', async () => {
    forget(BORA);
    const header = await hub.get<Record<string, unknown>>(doctor, `/api/patients/${BORA}`);
    assert.equal([header.name, header.birthDate, header.sex], [SHREDDED, SHREDDED, SHREDDED]);
  });
});
