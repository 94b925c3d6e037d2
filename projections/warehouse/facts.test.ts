import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { slices } from '#domain/index.ts';
import type { Sealed } from '#domain/kernel/sealing.ts';
import { SHREDDED } from '#domain/kernel/sealing.ts';
import { spec } from '#infra/testing/spec.ts';
import { makeBlocks } from './block.ts';
import { treatmentOf } from './disclosure.ts';
import type { LogEvent } from './fold.ts';
import { birthBand } from './patient-facts.ts';

const PATIENT = '0190a000-0000-7000-8000-000000000001';
const SEALED = new Map<string, unknown>();
/** Stands for the sealing seam: remembers what it sealed. */
function seal(value: unknown): Sealed {
  const $sealed = `1.${SEALED.size}`;
  SEALED.set($sealed, value);
  return { $sealed, subject: PATIENT, event: 'e', field: 'f' };
}
const open = async (_: string, values: readonly Sealed[]) => values.map(({ $sealed }) => SEALED.get($sealed));
const digest = async (tenant: string, _: string, input: string) => `p-${tenant}-${input.slice(-4)}`;
const blockOf = makeBlocks({ open, digest });

let position = 0n;
const event = (slice: string, type: string, data: object, revision = 0, id = PATIENT): LogEvent => ({
  type,
  data,
  id: '0190a000-0000-7000-8000-0000000000ee',
  stream: { tenant: 'acme', slice, id },
  revision,
  position: (position += 1n),
  recordedAt: new Date('2026-03-04T05:06:07.089Z'),
  meta: {
    tenant: 'acme',
    actor: { id: 'm-0007', kind: 'staff', role: 'doctor' },
    correlationId: 'patient Jane Doe called',
    causationId: '0190a000-0000-7000-8000-0000000000cc',
    schema: 1,
    occurredAt: '2026-03-04T05:06:07.000Z',
    subject: PATIENT,
  },
});
const clinical = (resource: object) =>
  event('patient', `${(resource as { resourceType: string }).resourceType}Recorded`, {
    resourceId: '0190a000-0000-7000-8000-00000000beef',
    fingerprint: 'ab'.repeat(16),
    resource: seal(resource),
  });
const clinicalRows = async (resource: object) => (await blockOf([clinical(resource)])).clinical_facts;

spec('warehouse facts', (it) => {
  it('every operational field of every event has been decided about', () => {
    const fields = slices.flatMap(({ events }) =>
      Object.entries(events).flatMap(([type, { operational = {} }]) => Object.keys(operational).map((field) => [type, field] as const)),
    );
    assert.equal(
      fields.filter(([type, field]) => !treatmentOf(type, field)),
      [],
    );
  });
  it('an event is one row with pseudonyms, ids only where ids belong, and no sealed field', async () => {
    const opened = event('case', 'CaseOpened', { patientId: PATIENT, procedure: seal({ code: '1', text: 'Jane Doe' }) }, 0, 'c1');
    const [row] = (await blockOf([opened])).events;
    assert.equal(row, {
      tenant: 'acme',
      slice: 'case',
      stream: 'c1',
      revision: 0,
      position: String(opened.position),
      event_id: opened.id,
      type: 'CaseOpened',
      schema: 1,
      recorded_at: '2026-03-04 05:06:07.089',
      occurred_at: '2026-03-04 05:06:07.000',
      actor_kind: 'staff',
      actor_role: 'doctor',
      actor: 'p-acme-0007',
      correlation_id: '',
      causation_id: '0190a000-0000-7000-8000-0000000000cc',
      data: '{"patientId":"p-acme-0001"}',
    });
  });
  it('a case leaves one fact per step', async () => {
    const steps = [
      event(
        'case',
        'CaseOpened',
        { patientId: PATIENT, procedure: seal({ system: 'http://snomed.info/sct', code: '173171007', text: 'Bypass for Jane' }) },
        0,
        'c1',
      ),
      event('case', 'CaseStageEntered', { from: 'lead', to: 'intake' }, 1, 'c1'),
      event('case', 'CaseStageSkipped', { from: 'intake', to: 'offer', reason: seal('because') }, 2, 'c1'),
      event('case', 'CaseDeclined', { reason: seal('x'), evaluation: seal({ decision: 'not-eligible', note: 'frail' }) }, 3, 'c1'),
      event('case', 'CaseFlagged', { recommendationId: 'r', level: 'red' }, 4, 'c1'),
    ];
    const { case_facts } = await blockOf(steps);
    assert.equal(
      case_facts.map(({ fact, stage, from_stage, procedure_code, decision }) => [fact, stage, from_stage, procedure_code, decision]),
      [
        ['opened', 'lead', '', '173171007', ''],
        ['entered', 'intake', 'lead', '', ''],
        ['skipped', 'offer', 'intake', '', ''],
        ['declined', '', '', '', 'not-eligible'],
      ],
    );
    assert.not.match(JSON.stringify(case_facts), /Jane|frail|because/);
  });
  it('a recommendation leaves what was issued and what was decided', async () => {
    const about = { caseId: 'c1', patientId: PATIENT, level: 'red' };
    const issued = event(
      'recommendation',
      'RecommendationIssued',
      { ...about, rule: 'PRE-A1C', version: '1.0.0', missing: ['hba1c'], wording: 'template', text: seal({}) },
      0,
      'r1',
    );
    const { recommendation_facts } = await blockOf([issued, event('recommendation', 'RecommendationRejected', { ...about, reason: seal('no') }, 1, 'r1')]);
    assert.equal(
      recommendation_facts.map(({ fact, rule, level, missing }) => [fact, rule, level, missing]),
      [
        ['issued', 'PRE-A1C', 'red', ['hba1c']],
        ['rejected', '', 'red', []],
      ],
    );
  });
  it('a measurement keeps code, number, unit and month', async () => {
    const loinc = (code: string) => ({ coding: [{ system: 'http://loinc.org', code, display: 'named by Jane' }], text: 'Jane' });
    const resource = {
      resourceType: 'Observation',
      status: 'final',
      effectiveDateTime: '2024-05-17T10:09:10+02:00',
      code: loinc('85354-9'),
      component: [
        { code: loinc('8480-6'), valueQuantity: { value: 142, unit: 'mmHg', code: 'mm[Hg]' } },
        { code: loinc('8462-4'), valueQuantity: { value: 5, comparator: '<', unit: 'mmHg' } },
      ],
    };
    const rows = await clinicalRows(resource);
    assert.equal(
      rows.map(({ part, code, value, unit, month, status }) => [part, code, value, unit, month, status]),
      [
        [0, '85354-9', null, '', '2024-05-01', 'final'],
        [1, '8480-6', 142, 'mm[Hg]', '2024-05-01', 'final'],
        [2, '8462-4', null, 'mmHg', '2024-05-01', 'final'],
      ],
    );
    assert.not.match(JSON.stringify(rows), /Jane|17T|2024-05-17/);
  });
  it('words where a code, system, unit or status belongs are left out', async () => {
    const coding = [{ system: 'http://x.example/?patient=Jane', code: 'Jane Doe 1980' }];
    const [row] = await clinicalRows({
      resourceType: 'Condition',
      clinicalStatus: { coding },
      code: { coding },
      valueQuantity: { value: 1, unit: 'as Jane said' },
    });
    assert.equal([row!.code_system, row!.code, row!.unit, row!.status, row!.month], ['', '', '', '', null]);
  });
  it('a destroyed key leaves the event and no fact', async () => {
    const block = await blockOf([clinical({ resourceType: 'Condition' })].map((e) => ({ ...e, data: { ...e.data, resource: seal(SHREDDED) } })));
    assert.equal([block.events.length, block.clinical_facts.length], [1, 0]);
  });
  it('a patient is a band of five years, sex, country and language', async () => {
    const resource = seal({ resourceType: 'Patient', birthDate: '1987-04-03', gender: 'female', name: [{ family: 'Doe' }] });
    const [row] = (await blockOf([event('patient', 'PatientRegistered', { fingerprint: 'ab', country: 'DE', language: 'de', resource })])).patient_facts;
    assert.equal([row!.birth_from, row!.sex, row!.country, row!.language, row!.patient], [1985, 'female', 'DE', 'de', 'p-acme-0001']);
    assert.equal([birthBand('1901-01-01'), birthBand(undefined), birthBand('1990')], [1930, 0, 1990]);
  });
  it('an appointment keeps its length and the hour, never the day it is on', async () => {
    const booking = { start: '2031-07-19T09:30:00.000Z', end: '2031-07-19T10:15:00.000Z' };
    const requested = event('appointment', 'AppointmentRequested', { offeringId: 'o1', customerId: PATIENT, attempt: 1, booking, code: 'ABC' }, 0, 'a1');
    const [row] = (await blockOf([requested])).appointment_facts;
    assert.equal([row!.fact, row!.minutes, row!.weekday, row!.hour, row!.month, row!.customer], ['requested', 45, 6, 9, '2031-07-01', 'p-acme-0001']);
    assert.not.match(JSON.stringify(row), /2031-07-19|ABC/);
  });
  it('an order keeps amounts and goods by id, a payment what was taken, neither a name', async () => {
    const totals = { goods: 1000, discount: 0, shipping: 50, tax: 100, total: 1050 };
    const lines = [{ offeringId: 'g1', name: 'Tea of Jane', quantity: 2, total: 1050 }];
    const placed = event(
      'order',
      'OrderPlaced',
      { contactId: 'c-0009', currency: 'TRY', totals, lines, paymentMethod: 'cash', customer: seal({ name: 'Jane' }) },
      0,
      'o1',
    );
    const taken = event(
      'payment',
      'PaymentCaptured',
      { providerPaymentId: 'pi_jane', amount: 1050, currency: 'TRY', purpose: 'order', orderId: 'o1' },
      1,
      'p1',
    );
    const block = await blockOf([placed, taken]);
    const [order] = block.order_facts;
    assert.equal([order!.fact, order!.total, order!.offerings, order!.quantities, order!.customer], ['placed', 1050, ['g1'], [2], 'p-acme-0009']);
    assert.equal([block.payment_facts[0]!.fact, block.payment_facts[0]!.amount, block.payment_facts[0]!.order_id], ['captured', 1050, 'o1']);
    assert.not.match(JSON.stringify(block), /Jane|jane/);
  });
  it('messages, calls, devices and care leave their facts', async () => {
    const block = await blockOf([
      event(
        'conversation',
        'MessageReceived',
        { messageId: 'm1', context: 1, kind: 'text', sentAt: '2026-03-04T05:06:00.000Z', content: seal('hello') },
        1,
        'v1',
      ),
      event('call', 'CallQualityRecorded', { codec: 'opus', mos: 4.2, lossPercent: 0.5, jitterMs: 3 }, 2, 'k1'),
      event(
        'device',
        'DeviceUsageSummarised',
        { from: '2026-03-04T05:00:00Z', to: '2026-03-04T06:00:00Z', interactions: [{ type: 'voice', count: 3, seconds: 9, successes: 2 }] },
        3,
        'd1',
      ),
      event(
        'complication',
        'ComplicationReported',
        { caseId: 'c1', patientId: PATIENT, reportedAt: '2026-03-04T05:06:00Z', description: seal('bleeding') },
        0,
        'x1',
      ),
      event('procedure', 'ProcedureCompleted', { endedAt: '2026-03-04T05:06:00Z' }, 4, 'c1'),
    ]);
    assert.equal([block.conversation_facts[0]!.fact, block.conversation_facts[0]!.said_at], ['received', '2026-03-04 05:06:00.000']);
    assert.equal([block.call_facts[0]!.mos, block.call_facts[0]!.loss_percent, block.call_facts[0]!.answer_ms], [4.2, 0.5, null]);
    assert.equal([block.device_facts[0]!.voice_count, block.device_facts[0]!.voice_successes, block.device_facts[0]!.button_count], [3, 2, 0]);
    assert.equal(
      block.care_facts.map(({ case_id, stream, fact }) => [case_id, stream, fact]),
      [
        ['c1', 'complication-x1', 'complication_reported'],
        ['c1', 'procedure-c1', 'procedure_completed'],
      ],
    );
  });
  it('no text of a resource ever reaches a row, whatever its shape', async () => {
    const canary = fc.constantFrom('Canary Woman', '+90 555 000 11 22', '1980-02-29', 'canary@example.org');
    const shape = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        canary,
        fc.dictionary(fc.constantFrom('code', 'coding', 'text', 'display', 'unit', 'status', 'component', 'system', 'valueQuantity', 'note'), tie('node')),
        fc.array(tie('node'), { maxLength: 3 }),
      ),
    })).node;
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom('code', 'component', 'status', 'clinicalStatus', 'type', 'class', 'valueQuantity', 'subject'), shape),
        async (body) => {
          const block = await blockOf([clinical({ ...body, resourceType: 'Observation' })]);
          assert.not.match(JSON.stringify(block), /Canary|555 000|02-29|example\.org/);
        },
      ),
      { numRuns: 200 },
    );
  });
});
