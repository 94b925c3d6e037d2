// Every check over rows that are as they should be, and over the same rows with one thing wrong.
import { spec } from '#infra/testing/spec.ts';
import * as assert from 'uvu/assert';
import { readRoutes } from '../../index.ts';
import { outcomeOf } from './check.ts';
import type { Case, Erasure, Facts, Finding, Look, Paper, Sampled, Staff } from './facts.ts';
import { CHECKS } from './index.ts';
import { smallCells, undecided, undescribed } from './inventory-facts.ts';

const now = new Date('2026-06-01T12:00:00.000Z');
const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
const day = (days: number) => ago(days).toISOString().slice(0, 10);
const [DOCTOR, ADA] = ['doctor-1', 'ada'];

const doctor: Staff = { id: DOCTOR, roles: ['doctor'], active: true, factor: true, emailKey: 'k1', invitedAt: ago(400) };
const paper = (streamId: string, status: string, doc: object = {}, days = 30): Paper => ({
  streamId,
  caseId: null,
  status,
  doc: { ...doc },
  openedAt: ago(days),
});
const theCase: Case = { id: 'case', patientId: ADA, stage: 'followup', status: 'active', updatedAt: ago(1) };
const look: Look = {
  ...{ id: 'look', at: ago(2), readerId: DOCTOR, readerKind: 'staff', readerRole: 'doctor', purpose: 'treatment', session: 's', abroad: null },
  shown: [{ id: ADA, fields: ['resource'], health: true }],
};
const abroad: Look = {
  ...look,
  id: 'abroad',
  readerId: 'Google',
  readerKind: 'system',
  readerRole: 'processor',
  purpose: 'care-coordination',
  abroad: { country: 'US', mechanism: 'adequacy', mechanismId: 'm1' },
};
const agency: Look = {
  ...look,
  id: 'shared',
  readerId: 'agency-1',
  readerRole: 'agency',
  purpose: 'sharing',
  shown: [{ id: ADA, fields: ['name'], health: false }],
};
const byAgent: Look = { ...look, id: 'agents', readerId: 'pre-op', readerKind: 'agent', readerRole: 'pre-op', purpose: 'recommendation' };
const erased: Erasure = {
  ...{ id: 'erasure', status: 'completed', answerBy: ago(-10), grounds: [{ ground: 'medical-record', article: 'KVKK 7' }], keys: 2 },
  ...{ sinks: [{ sink: 'views', found: 0, at: ago(1).toISOString() }], startedAt: ago(2), completedAt: ago(1), asked: 'destroy', granted: 'restrict' },
};
const finding: Finding = { id: 'finding', status: 'confirmed', level: 'red', raisedAt: ago(20) };
const event: Sampled = { id: 'event', health: true, clear: false, purpose: 'treatment', basis: 'care', machineReadable: true, place: 'logged' };
const consented = {
  notices: [{ text: '1' }],
  purposes: ['health-data', 'ai-processing'].map((purpose) => ({ purpose, status: 'granted', at: ago(50).toISOString() })),
};
const permit = { kind: 'ushas-intermediary', validFrom: day(100), validTo: day(-100) };
const policy = { everyDays: 183, medicalRecordYears: 20, next: ago(-5).toISOString() };

const good: Facts = {
  ...{ now, kind: 'agency', people: [ADA], parked: [], cases: [theCase], erasures: [erased], findings: [finding] },
  staff: [doctor, { ...doctor, id: 'agency-1', roles: ['agency'], emailKey: 'k2' }],
  looks: [look, abroad, agency, byAgent],
  patients: new Map([[ADA, ADA]]),
  accounts: new Set([DOCTOR, 'agency-1']),
  reads: new Map([[DOCTOR, 3]]),
  care: {
    authorisation: [paper('p', 'valid', permit)],
    consent: [paper(ADA, 'noticed', consented)],
    breakglass: [paper('glass', 'reviewed', { endsAt: ago(29).toISOString() })],
    insurance: [paper('case', 'bound')],
    retention: [paper('r', 'set', policy)],
    transfermechanism: [paper('m1', 'notified')],
  },
  advice: [{ id: 'advice', status: 'accepted', decidedBy: { id: DOCTOR, kind: 'staff', role: 'doctor' }, inputs: 2, level: 'red' }],
  devices: [{ id: 'device', retired: true, online: false }],
  keys: [{ id: 'key', issuedBy: DOCTOR, issuedAt: ago(10) }],
  ...{ sample: [event], certificates: [{ id: 'erasure', kept: true }], ledger: { size: 9, at: ago(0.1) } },
};
const care = (slice: string, ...of: Paper[]): Partial<Facts> => ({ care: { ...good.care, [slice]: of } });
const looks = (change: Partial<Look>, of = look): Partial<Facts> => ({ looks: [{ ...of, ...change }] });
const sample = (change: Partial<Sampled>): Partial<Facts> => ({ sample: [{ ...event, ...change }] });
const erasure = (change: Partial<Erasure>): Partial<Facts> => ({ erasures: [{ ...erased, ...change }] });
const unproven: Partial<Facts> = { staff: [{ ...doctor, factor: false }] };
const idle: Partial<Facts> = { reads: new Map() };
const lateRed: Partial<Facts> = { findings: [{ ...finding, status: 'open', raisedAt: ago(4) }] };
const clear = sample({ clear: true });
const silent = erasure({ sinks: [{ sink: 'views' }] });

/** What is wrong, and the ids that speak against the article then. */
const WRONG: Readonly<Record<string, readonly [Partial<Facts>, ...string[]]>> = {
  'kvkk-4': [sample({ purpose: undefined }), 'event'],
  'kvkk-5': [care('consent'), ADA],
  'kvkk-6': [clear, 'event'],
  'kvkk-6-basis': [sample({ basis: undefined }), 'event'],
  'kvkk-7': [care('retention'), 'retention-policy'],
  'kvkk-7-runs': [care('retention', paper('r', 'set', { ...policy, next: '2026-05-01T00:00:00.000Z' })), 'next 2026-05-01T00:00:00.000Z'],
  'kvkk-7-copies': [silent, 'erasure'],
  'kvkk-7-until': [erasure({ status: 'under-way', sinks: [{ sink: 'key-backup', expiresAt: ago(3).toISOString() }] }), 'erasure'],
  'kvkk-9': [care('transfermechanism', paper('m1', 'overdue')), 'm1'],
  'kvkk-9-each': [care('transfermechanism'), 'abroad'],
  'kvkk-10': [care('consent', paper(ADA, 'open', {})), ADA],
  'kvkk-11-human': [
    { advice: [{ id: 'advice', status: 'accepted', decidedBy: { id: 'pre-op', kind: 'agent', role: 'pre-op' }, inputs: 1, level: 'red' }] },
    'advice',
  ],
  'kvkk-12': [unproven, DOCTOR],
  'kvkk-12-breach': [lateRed, 'finding'],
  'kvkk-13': [erasure({ status: 'requested', answerBy: ago(1) }), 'erasure'],
  'kvkk-2018-10-review': [idle, DOCTOR],
  'kvkk-2018-10-leaving': [{ staff: [{ ...doctor, active: false }] }, 'key'],
  'kvkk-2018-10-crypto': [clear, 'event'],
  'kvkk-2018-10-logging': [looks({ session: null }), 'look'],
  'kvkk-2018-10-factor': [unproven, DOCTOR],
  'kvkk-2023-695': [{ cases: [] }, 'look'],
  'rg-30808-episode': [{ cases: [{ ...theCase, status: 'closed', updatedAt: ago(3) }] }, 'look'],
  'rg-32882-permit': [care('authorisation', paper('p', 'valid', { ...permit, validTo: day(1) })), 'no valid permit'],
  'rg-32882-insurance': [care('insurance', paper('case', 'cancelled')), 'case'],
  'patient-files': [care('retention', paper('r', 'set', { ...policy, medicalRecordYears: 10 })), '10 years'],
  refusals: [erasure({ grounds: [] }), 'erasure'],
  'kvkk-ai-chain': [{ advice: [{ id: 'advice', status: 'open', inputs: 0, level: 'red' }] }, 'advice'],
  'kvkk-ai-purpose': [looks({ purpose: 'treatment' }, byAgent), 'agents'],
  'kvkk-genai-consent': [care('consent'), 'abroad'],
  'hipaa-164.308-activity': [{ findings: [{ ...finding, status: 'open' }] }, 'finding'],
  'hipaa-164.308-access': [idle, DOCTOR],
  'hipaa-164.310-devices': [{ devices: [{ id: 'device', retired: true, online: true }] }, 'device'],
  'hipaa-164.316': [{ certificates: [{ id: 'erasure', kept: false }] }, 'erasure'],
  'hipaa-164.502': [looks({ readerRole: 'finance', readerId: 'agency-1' }), 'look'],
  'hipaa-164.528': [looks({ shown: [{ id: ADA, fields: [], health: false }] }, agency), 'shared'],
  'hipaa-164.312-identity': [{ staff: [...good.staff, { ...doctor, id: 'doctor-2' }], accounts: new Set(['agency-1']) }, 'look', DOCTOR, 'doctor-2'],
  'hipaa-164.312-emergency': [care('breakglass', paper('glass', 'to-review', {}, 8)), 'glass'],
  'hipaa-164.312-ends': [care('breakglass', paper('glass', 'open', { endsAt: ago(1).toISOString() })), 'glass'],
  'hipaa-164.312-encryption': [clear, 'event'],
  'hipaa-164.312-audit': [{ ledger: { size: 9, at: ago(3) } }, 'look', 'abroad', 'shared', 'agents'],
  'hipaa-164.312-integrity': [{ ledger: { size: 0, at: ago(0) } }, 'no checkpoint'],
  'hipaa-164.312-authentic': [sample({ place: 'altered' }), 'event'],
  'hipaa-164.312-authentication': [{ staff: [{ ...doctor, roles: ['finance'], factor: false }] }, DOCTOR],
  'hipaa-164.312-keys': [{ keys: [{ id: 'key', issuedBy: DOCTOR, issuedAt: ago(400) }] }, 'key'],
  'gdpr-15': [{ parked: ['event'] }, 'event'],
  'gdpr-17': [erasure({ status: 'under-way', startedAt: ago(31) }), 'erasure'],
  'gdpr-17-places': [silent, 'erasure'],
  'gdpr-20': [sample({ machineReadable: false }), 'event'],
  'gdpr-33': [lateRed, 'finding'],
  'edpb-02-2025': [clear, 'event'],
  'nist-800-88': [erasure({ keys: null }), 'erasure'],
};
/** Of the schemas, which are the same for every tenant. */
const OF_SCHEMAS = ['kvkk-16', 'hipaa-164.514-fields', 'hipaa-164.514-cells', 'hipaa-inventory', 'gdpr-30'];
const check = (id: string) => CHECKS.find((one) => one.id === id)!;

spec('articles of law', (it) => {
  it('every article that can be checked has rows for which it holds, and rows for which it does not', () => {
    const ids = CHECKS.filter(({ judge }) => judge).map(({ id }) => id);
    assert.equal([...Object.keys(WRONG), ...OF_SCHEMAS].toSorted(), ids.toSorted());
    assert.is(new Set(CHECKS.map(({ id }) => id)).size, CHECKS.length);
  });
  for (const [id, [change, ...against]] of Object.entries(WRONG))
    it(`${id} holds, and is found not to when ${against.join(', ')} speaks against it`, () => {
      assert.is(outcomeOf(check(id), good).status, 'holds');
      const found = outcomeOf(check(id), { ...good, ...change });
      assert.equal([found.status, found.against], ['does-not-hold', against]);
    });
  it('schemas hold, and an undescribed kind, an undecided field or a view of small cells is found', () => {
    for (const id of OF_SCHEMAS) assert.is(outcomeOf(check(id), good).status, 'holds', id);
    assert.equal(undescribed([{ activity: 'x', class: 'health', storedFor: undefined, readers: [] }]).against, ['x health']);
    assert.equal(undecided([{ id: 'X.y', decided: false }]).against, ['X.y']);
    assert.equal(smallCells([{ name: 'v', health: true, select: 'SELECT count() FROM t' }]).against, ['v']);
  });
  it('a case counts for whoever the person is known as, and somebody who is no patient needs none', () => {
    const merged: Facts = {
      ...good,
      cases: [{ ...theCase, patientId: 'ada-before' }],
      patients: new Map([
        [ADA, ADA],
        ['ada-before', ADA],
      ]),
    };
    assert.is(outcomeOf(check('kvkk-2023-695'), merged).status, 'holds');
    assert.is(outcomeOf(check('kvkk-2023-695'), { ...good, cases: [], patients: new Map() }).status, 'holds');
  });
  it('a consent to models counts on any record of the person, and a withdrawal from when it was said', () => {
    const said = (who: string, status: string, days: number) =>
      outcomeOf(check('kvkk-genai-consent'), {
        ...{
          ...good,
          looks: [abroad],
          patients: new Map([
            [ADA, ADA],
            ['ada-before', ADA],
          ]),
        },
        ...care('consent', paper(who, 'noticed', { purposes: [{ purpose: 'ai-processing', status, at: ago(days).toISOString() }] })),
      }).status;
    assert.equal(
      [said('ada-before', 'granted', 9), said(ADA, 'withdrawn', 1), said(ADA, 'withdrawn', 3), said('bob', 'granted', 9)],
      ['holds', 'holds', 'does-not-hold', 'does-not-hold'],
    );
  });
  it('a key of another system shares data as it was allowed to, and is no agent', () => {
    const key = { ...byAgent, readerRole: 'service', purpose: 'sharing' } as const;
    assert.is(outcomeOf(check('kvkk-ai-purpose'), { ...good, looks: [key] }).status, 'not-applicable');
  });
  it('what no record shows is unknown, and a person is told what to attest', () => {
    const silentOnes = CHECKS.filter(({ judge }) => !judge);
    assert.ok(silentOnes.length > 0);
    for (const one of silentOnes) assert.ok(outcomeOf(one, good).status === 'unknown' && one.attest, one.id);
  });
  it('without a ledger nobody knows whether events stand as they were written', () => {
    const { ledger: _, ...without } = good;
    for (const id of ['hipaa-164.312-integrity', 'hipaa-164.312-authentic', 'hipaa-164.312-audit']) assert.is(outcomeOf(check(id), without).status, 'unknown');
  });
  it('the evidence of each article names routes and reports there are', () => {
    const routes = new Set(readRoutes({ ledger: {}, analytics: {} } as never).map(({ method, path }) => `${method.toUpperCase()} ${path}`));
    const named = [...new Set(CHECKS.flatMap(({ see }) => see))];
    const needed = named.map((one) => one.replace(/^hub audit report /, 'GET /api/reports/').replace(/^hub audit export$/, 'GET /api/audit/evidence'));
    assert.equal(
      needed.filter((one) => !routes.has(one)),
      ['hub keys status', 'hub erasures status'],
    );
  });
  it('an empty tenant breaks nothing: each article holds by its schemas, is unknown, or has nothing to look at', () => {
    const empty: Facts = {
      ...good,
      staff: [],
      people: [],
      care: {},
      cases: [],
      erasures: [],
      findings: [],
      looks: [],
      advice: [],
      devices: [],
      keys: [],
      sample: [],
      certificates: [],
    };
    assert.equal(
      CHECKS.filter((one) => outcomeOf(one, empty).status === 'does-not-hold').map(({ id }) => id),
      [],
    );
  });
  it('every article cites a law, and is written in Turkish and English', () => {
    for (const { law, check: words, attest, id } of CHECKS) {
      assert.ok(law.citation.length > 5 && URL.canParse(law.url), id);
      assert.ok(words.tr !== words.en && words.tr.endsWith('?') && words.en.endsWith('?') && attest?.tr !== '', id);
    }
  });
});
