import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { type Started, startClickHouse } from '#infra/embedded/clickhouse/start.ts';
import { temporaryFolder } from '#infra/testing/hub.ts';
import { spec } from '#infra/testing/spec.ts';
import { type Table, TENANT_TABLES } from '#projections/warehouse/schema.ts';
import { makeWarehouseClient, type WarehouseClient } from './client.ts';
import { migrateWarehouse } from './migrate.ts';

/** What the warehouse has to answer about: the tables it comes from and the views that are ready to be asked. */
const SUBJECTS: Readonly<Record<string, { tables: readonly (Table | 'event_blocks')[]; views: readonly string[] }>> = {
  events: { tables: ['events'], views: ['all_events'] },
  'counts of events': { tables: ['event_blocks'], views: ['event_counts', 'freshness'] },
  'case funnel and stage durations': { tables: ['case_facts'], views: ['case_funnel', 'case_stages', 'cases'] },
  appointments: { tables: ['appointment_facts'], views: ['appointments'] },
  orders: { tables: ['order_facts'], views: ['orders', 'order_lines'] },
  payments: { tables: ['payment_facts'], views: ['payments'] },
  'conversations and response times': { tables: ['conversation_facts'], views: ['conversations', 'messages'] },
  'recommendations and decisions': { tables: ['recommendation_facts'], views: ['recommendations', 'agent_decisions'] },
  'outcomes of recommendations': { tables: ['recommendation_facts', 'case_facts', 'care_facts', 'appointment_facts'], views: ['health_outcomes'] },
  'outcomes of procedures': { tables: ['case_facts', 'care_facts'], views: ['health_procedures'] },
  'device usage': { tables: ['device_facts'], views: ['device_usage', 'devices'] },
  calls: { tables: ['call_facts'], views: ['calls'] },
  disclosures: { tables: ['disclosure_facts'], views: ['disclosures', 'disclosure_counts'] },
  'pipeline lag': { tables: ['events'], views: ['pipeline_lag'] },
  'health by people': { tables: ['patient_facts'], views: ['health_people'] },
  'health by fact': { tables: ['clinical_facts', 'patient_facts'], views: ['health_conditions', 'health_measurements'] },
};

const at = (minute: number) => `2026-03-04 05:${String(minute).padStart(2, '0')}:00.000`;
const by = { tenant: 'acme', actor_kind: 'staff', actor_role: 'doctor' };
let position = 0;
const place = (revision: number) => ({ revision, position: ++position });

/** One case of one person with a recommendation, a decision, and whatever followed. */
function course(n: number, { decision, before = [], after = [] }: { decision: string; before?: string[]; after?: string[] }) {
  const [case_id, patient] = [`c${n}`, `p${n}`];
  const about = { ...by, recommendation_id: `r${n}`, case_id, patient, level: 'amber', rule: 'PRE-BP' };
  const care = (fact: string, minute: number) => ({ ...by, ...place(minute), stream: `care-${n}`, case_id, patient, fact, at: at(minute) });
  return {
    recommendation_facts: [
      { ...about, ...place(0), fact: 'issued', at: at(10) },
      { ...about, ...place(1), fact: decision, at: at(20) },
    ],
    care_facts: [...before.map((fact) => care(fact, 15)), ...after.filter((fact) => fact !== 'reopened').map((fact, i) => care(fact, 30 + i))],
    case_facts: [
      { ...by, ...place(0), case_id, patient, fact: 'opened', at: at(1) },
      ...after.filter((fact) => fact === 'reopened').map(() => ({ ...by, ...place(9), case_id, patient, fact: 'reopened', at: at(50) })),
    ],
  };
}

spec('what analysts can ask of', (it, { setup, teardown }) => {
  const folder = temporaryFolder('views');
  let engine: Started;
  let client: WarehouseClient;
  setup(async () => {
    engine = await startClickHouse({ data: folder.path });
    await migrateWarehouse({ url: engine.url });
    client = makeWarehouseClient({ url: engine.url });
    for (const table of TENANT_TABLES) await client.insert(table, [{ tenant: 'blank' }]); // a plan does not name what is empty
  });
  teardown(async () => {
    await client?.close();
    await engine?.stop();
    folder.remove();
  });

  for (const [subject, { tables, views }] of Object.entries(SUBJECTS))
    it(`${subject}: a view over its tables, in the dictionary in two languages, with a stamp`, async () => {
      const plans: string[] = [];
      for (const view of views) {
        const columns = await client.query<{ column: string; view_tr: string; view_en: string; column_tr: string; column_en: string }>(
          'SELECT * EXCEPT (type, view) FROM analytics.dictionary WHERE view = {view:String}',
          { view },
        );
        assert.ok(
          columns.some(({ column }) => column === 'as_of'),
          `${view} has no stamp`,
        );
        for (const row of columns) assert.ok(row.view_tr && row.view_en && row.column_tr && row.column_en, `${view}.${row.column}`);
        plans.push(...(await client.query<{ explain: string }>(`EXPLAIN SELECT * FROM analytics.${view}`)).map(({ explain }) => explain));
      }
      for (const table of tables)
        assert.ok(
          plans.some((line) => line.includes(`hub.${table})`)),
          `${views.join(', ')} do not read ${table}`,
        );
    });

  it('what followed each decision on a case is counted in people, in steps of five, and only what came later', async () => {
    const courses = [
      ...Array.from({ length: 10 }, (_, i) => course(i, { decision: 'accepted', before: ['complication_reported'] })),
      ...Array.from({ length: 10 }, (_, i) =>
        course(100 + i, { decision: 'rejected', after: ['complication_reported', 'discharged', ...(i < 5 ? ['reopened'] : [])] }),
      ),
    ];
    for (const table of ['recommendation_facts', 'care_facts', 'case_facts'] as const)
      await client.insert(
        table,
        courses.flatMap((each) => each[table]),
      );
    const moved = (n: number) => [
      { ...by, ...place(0), appointment_id: `a${n}`, case_id: `c${100 + n}`, fact: 'requested', at: at(2) },
      { ...by, ...place(1), appointment_id: `a${n}`, fact: 'rescheduled', at: at(40) },
    ];
    await client.insert('appointment_facts', Array.from({ length: 6 }, (_, n) => moved(n)).flat());
    const found = await client.query('SELECT * EXCEPT (tenant, as_of) FROM analytics.health_outcomes ORDER BY decision');
    const about = { rule: 'PRE-BP', level: 'amber', people: '10' };
    assert.equal(found, [
      { ...about, decision: 'accepted', with_complication: '0', with_cancellation: '0', with_reschedule: '0', with_readmission: '0' },
      { ...about, decision: 'rejected', with_complication: '10', with_cancellation: '0', with_reschedule: '5', with_readmission: '5' },
    ]);
  });
  it('a decision that fewer than five people stand behind is shown in a pool, or not at all', async () => {
    const few = Array.from({ length: 3 }, (_, i) => course(200 + i, { decision: 'edited', after: ['complication_reported'] }));
    await client.insert(
      'recommendation_facts',
      few.flatMap((each) => each.recommendation_facts),
    );
    const decisions = async () =>
      (await client.query<{ decision: string; people: string }>('SELECT decision, people FROM analytics.health_outcomes ORDER BY decision')).map(
        ({ decision, people }) => [decision, people],
      );
    assert.equal(await decisions(), [
      ['other', '15'],
      ['rejected', '10'],
    ]); // three alone would tell: the smallest other decision goes with them
  });
  it('whoever the people are, no cell of a health view, nor what is left when the shown ones are taken from all, is of one to four', async () => {
    let run = 0;
    const person = fc.record({ country: fc.constantFrom('TR', 'DE'), sex: fc.constantFrom('female', 'male'), birth_from: fc.constantFrom(1980, 1985, 1990) });
    await fc.assert(
      fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 60 }), async (people) => {
        const tenant = `people${++run}`;
        await client.insert(
          'patient_facts',
          people.map((who, i) => ({ ...who, tenant, patient: `p${i}`, revision: 0, position: ++position, language: 'de', registered: 1 })),
        );
        const keyOf = (cell: { country: string; sex: string; birth_from: number }) => `${cell.country} ${cell.sex} ${cell.birth_from}`;
        const real = new Map(Object.entries(Object.groupBy(people, keyOf)).map(([key, cell]) => [key, cell!.length]));
        const shown = await client.query<{ country: string; sex: string; birth_from: number; people: string }>(
          'SELECT country, sex, birth_from, people FROM analytics.health_people WHERE tenant = {tenant:String}',
          { tenant },
        );
        const named = shown.map((cell) => ({ ...cell, real: real.get(keyOf(cell)) })).filter((cell) => cell.country !== 'other');
        for (const { real: n, people: said } of named) assert.ok(n! >= 5 && Number(said) % 5 === 0, `${n} people shown as ${said}`);
        const rest = people.length - named.reduce((sum, cell) => sum + cell.real!, 0);
        assert.ok(rest === 0 || rest >= 5 || named.length === 0, `${rest} people can be worked out`);
        assert.is(shown.length > named.length, rest >= 5, 'the pool is shown when it is large enough');
      }),
      { numRuns: 25 },
    );
  });
  it('disclosures are counted by day, role and purpose', async () => {
    const shown = { tenant: 'acme', at: at(3), reader: 'm1', reader_kind: 'staff', reader_role: 'nurse', purpose: 'treatment', place: 'private' };
    const row = (n: number, fact: string) => ({
      ...shown,
      disclosure_id: 'd1',
      revision: n,
      part: 0,
      position: ++position,
      fact,
      patient: `p${n}`,
      fields: 2,
      health: fact === 'shown',
    });
    await client.insert('disclosure_facts', [row(1, 'shown'), row(2, 'shown'), row(3, 'withheld')]);
    const counted = await client.query(
      "SELECT reader_role, purpose, shown, withheld, with_health, patients, readers FROM analytics.disclosure_counts WHERE tenant = 'acme'",
    );
    assert.equal(counted, [{ reader_role: 'nurse', purpose: 'treatment', shown: '2', withheld: '1', with_health: '2', patients: '3', readers: '1' }]);
  });
});
