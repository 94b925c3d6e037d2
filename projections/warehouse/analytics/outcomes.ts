// What became of cases after each recommendation and the decision on it. Counted in people and suppressed like every health view: it shows
// what followed, not what was caused.
import { inSteps, suppressed } from './health.ts';
import type { AnalystView } from './view.ts';

/** What can follow, and where it is found: case and time of each. A readmission is a case opened again, or a procedure begun, after a discharge. */
const DISCHARGED = "(SELECT tenant, case_id, min(at) AS discharged FROM care_facts FINAL WHERE fact = 'discharged' GROUP BY tenant, case_id)";
const CASE_OF = "(SELECT tenant, appointment_id, anyIf(case_id, case_id != '') AS case_of FROM appointment_facts FINAL GROUP BY tenant, appointment_id)";
const later = (from: string, fact: string) =>
  `SELECT c.tenant AS tenant, c.case_id AS case_id, 'readmission' AS what, c.at AS at FROM (SELECT * FROM ${from} FINAL WHERE fact = '${fact}') AS c
    INNER JOIN ${DISCHARGED} AS d ON d.tenant = c.tenant AND d.case_id = c.case_id WHERE c.at > d.discharged`;
const FOLLOWING = [
  "SELECT tenant, case_id, 'complication' AS what, at FROM care_facts FINAL WHERE fact = 'complication_reported'",
  "SELECT tenant, case_id, 'cancellation' AS what, at FROM case_facts FINAL WHERE fact IN ('cancelled', 'declined')",
  `SELECT a.tenant AS tenant, o.case_of AS case_id, 'reschedule' AS what, a.at AS at FROM (SELECT * FROM appointment_facts FINAL WHERE fact = 'rescheduled') AS a
    INNER JOIN ${CASE_OF} AS o ON o.tenant = a.tenant AND o.appointment_id = a.appointment_id WHERE o.case_of != ''`,
  later('case_facts', 'reopened'),
  later('care_facts', 'procedure_started'),
].join(' UNION ALL ');

const WHAT = ['complication', 'cancellation', 'reschedule', 'readmission'] as const;
const EACH = `SELECT r.tenant AS tenant, r.recommendation_id AS recommendation_id, any(r.rule) AS rule, any(r.level) AS level, any(r.decision) AS decision,
    any(r.patient) AS patient, groupUniqArrayIf(f.what, f.what != '' AND f.at > ifNull(r.decided_at, r.issued_at)) AS followed
  FROM recommendations AS r LEFT JOIN (${FOLLOWING}) AS f ON f.tenant = r.tenant AND f.case_id = r.case_id GROUP BY tenant, recommendation_id`;

export const OUTCOMES: AnalystView = {
  name: 'health_outcomes',
  health: true,
  about: {
    tr: 'Öneri ve karar başına: sonrasında aynı vakada ne oldu',
    en: 'By recommendation and decision: what happened on the same case afterwards',
  },
  select: suppressed({
    from: `SELECT tenant, rule, level, decision, uniqExact(patient) AS n, ${WHAT.map((what) => `uniqExactIf(patient, has(followed, '${what}')) AS ${what}`).join(', ')}
      FROM (${EACH}) GROUP BY tenant, rule, level, decision`,
    group: ['rule', 'level'],
    cell: { decision: "'other'" },
    sums: WHAT,
    shown: Object.fromEntries(WHAT.map((what) => [`with_${what}`, inSteps(`sum_${what}`)])),
  }),
  columns: { decision: { tr: 'Karar; other: havuz', en: 'The decision; other: pooled' } },
};
