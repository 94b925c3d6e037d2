// Health views: never a person, only cells of at least five people, so that no cell, and no difference of two, points at somebody.
import type { AnalystView } from './view.ts';

export const LEAST = 5;
/** Counts in steps of five: not even yesterday's figure taken from today's tells who came. */
const rounded = (n: string) => `toUInt64(greatest(${LEAST}, ${LEAST} * round(${n} / ${LEAST})))`;

/** A part of the people of a cell, likewise in steps of five; it may be none. */
export const inSteps = (n: string) => `${LEAST} * toUInt64(round(${n} / ${LEAST}))`;

type Cells = {
  /** One row per cell: `tenant`, the columns of `group` and `cell`, `n` people, and whatever `sums` names. */
  readonly from: string;
  readonly group: readonly string[];
  /** Column → its value for the pool. */
  readonly cell: Readonly<Record<string, string>>;
  /** Shown column → expression over sums of the cell. */
  readonly shown?: Readonly<Record<string, string>>;
  readonly sums?: readonly string[];
};

/**
 * Within a group, cells under five go into one pool; a pool that is itself under five takes the smallest other cell with it, or nothing
 * is shown. So the total of a group less what is shown is never a number under five.
 */
export function suppressed({ from, group, cell, shown = {}, sums = [] }: Cells): string {
  const by = ['tenant', ...group].join(', ');
  const cells = Object.keys(cell);
  const keys = Object.entries(cell).map(([name, pool]) => `if(pooled, ${pool}, c.${name}) AS ${name}`);
  const ranked = `SELECT *, sumIf(n, n < ${LEAST}) OVER (PARTITION BY ${by}) AS pool, row_number() OVER (PARTITION BY ${by}, n < ${LEAST} ORDER BY n, ${cells.join(', ')}) AS place FROM (${from})`;
  const marked = `SELECT *, n < ${LEAST} OR (pool BETWEEN 1 AND ${LEAST - 1} AND place = 1) AS pooled FROM (${ranked})`;
  const merged = `SELECT ${['tenant', ...group].map((c) => `c.${c} AS ${c}`).join(', ')}, ${keys.join(', ')}, sum(c.n) AS cell_n${sums.map((s) => `, sum(c.${s}) AS sum_${s}`).join('')}
    FROM (${marked}) AS c GROUP BY ${[...['tenant', ...group].map((c) => `c.${c}`), ...cells].join(', ')} HAVING cell_n >= ${LEAST}`;
  const more = Object.entries(shown).map(([name, of]) => `, ${of} AS ${name}`);
  return `SELECT ${by}, ${cells.join(', ')}, ${rounded('cell_n')} AS people${more.join('')} FROM (${merged})`;
}

const ANYONE = { sex: "'other'", birth_from: 'toUInt16(0)' };

export const HEALTH: readonly AnalystView[] = [
  {
    name: 'health_people',
    health: true,
    about: { tr: 'Ülke, cinsiyet ve doğum aralığına göre kişi sayısı', en: 'People by country, sex and band of birth' },
    select: suppressed({
      from: 'SELECT tenant, country, sex, birth_from, uniqExact(patient) AS n FROM patients GROUP BY tenant, country, sex, birth_from',
      group: [],
      cell: { country: "'other'", ...ANYONE },
    }),
  },
  {
    name: 'health_conditions',
    health: true,
    about: { tr: 'Tanı, alerji, ilaç, işlem ve aşılara göre kişi sayısı', en: 'People by condition, allergy, medication, procedure and immunisation' },
    select: suppressed({
      from: `SELECT tenant, kind, code_system, code, sex, birth_from, uniqExact(patient) AS n FROM clinical
        WHERE kind NOT IN ('Observation', 'Encounter') AND code != '' AND part = 0 GROUP BY tenant, kind, code_system, code, sex, birth_from`,
      group: ['kind', 'code_system', 'code'],
      cell: ANYONE,
    }),
  },
  {
    name: 'health_measurements',
    health: true,
    about: { tr: 'Ölçüm başına ortalama: her kişinin son değeri', en: 'Mean of each measurement, over the last value of each person' },
    select: suppressed({
      from: `SELECT tenant, code_system, code, unit, sex, birth_from, count() AS n, sum(last) AS value FROM (
          SELECT tenant, patient, code_system, code, unit, any(sex) AS sex, any(birth_from) AS birth_from, argMax(value, (month, revision)) AS last
          FROM clinical WHERE kind = 'Observation' AND value IS NOT NULL AND code != '' GROUP BY tenant, patient, code_system, code, unit)
        GROUP BY tenant, code_system, code, unit, sex, birth_from`,
      group: ['code_system', 'code', 'unit'],
      cell: ANYONE,
      sums: ['value'],
      shown: { mean: 'round(sum_value / cell_n, 1)' },
    }),
  },
  {
    name: 'health_procedures',
    health: true,
    about: { tr: 'Planlanan işleme göre vakalar ve sonuçları', en: 'Cases by planned procedure, and what they led to' },
    select: suppressed({
      from: `SELECT c.tenant AS tenant, c.procedure_system AS procedure_system, c.procedure_code AS procedure_code, uniqExact(c.patient) AS n,
          countIf(o.completed > 0) AS done, countIf(o.complications > 0) AS complicated
        FROM cases AS c LEFT JOIN (SELECT tenant, case_id, countIf(fact = 'procedure_completed') AS completed, countIf(fact = 'complication_reported') AS complications
          FROM care_facts FINAL GROUP BY tenant, case_id) AS o ON o.tenant = c.tenant AND o.case_id = c.case_id
        GROUP BY tenant, procedure_system, procedure_code`,
      group: [],
      cell: { procedure_system: "''", procedure_code: "'other'" },
      sums: ['done', 'complicated'],
      shown: { procedures: inSteps('sum_done'), complications: inSteps('sum_complicated') },
    }),
  },
];
