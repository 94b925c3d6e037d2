// What analysts read: FINAL already applied, durations and latest versions worked out. docs/guides/warehouse.md describes the columns.

import { view } from './ddl.ts';

export const EVENT_VIEWS = [
  view('all_events', 'SELECT * FROM events FINAL'),
  view('freshness', 'SELECT tenant, max(position) AS position, max(recorded_at) AS newest_event_at, max(fed_at) AS last_fed_at FROM events GROUP BY tenant'),
];

const STAGE_FACTS = "('opened', 'entered', 'skipped', 'reopened', 'closed')";
export const CASE_VIEWS = [
  view(
    'case_stages',
    `SELECT tenant, case_id, stage, at AS entered_at, CAST(fact = 'skipped' AS Bool) AS by_skip, actor_kind, actor_role,
      leadInFrame(toNullable(at)) OVER w AS left_at, dateDiff('second', entered_at, left_at) AS seconds
    FROM (SELECT * FROM case_facts FINAL WHERE fact IN ${STAGE_FACTS})
    WINDOW w AS (PARTITION BY tenant, case_id ORDER BY revision ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)`,
  ),
  view(
    'cases',
    `SELECT tenant, case_id, anyIf(patient, fact = 'opened') AS patient, anyIf(procedure_system, fact = 'opened') AS procedure_system,
      anyIf(procedure_code, fact = 'opened') AS procedure_code, argMaxIf(stage, revision, stage != '') AS stage,
      argMaxIf(decision, revision, decision != '') AS decision,
      multiIf(last = 'held', 'onHold', last IN ('declined', 'cancelled', 'closed'), last, 'active') AS status,
      argMax(fact, revision) AS last, min(at) AS opened_at, max(at) AS updated_at
    FROM case_facts FINAL GROUP BY tenant, case_id`,
  ),
];

export const RECOMMENDATION_VIEWS = [
  view(
    'recommendations',
    `SELECT tenant, recommendation_id, any(case_id) AS case_id, any(patient) AS patient, anyIf(rule, fact = 'issued') AS rule,
      anyIf(version, fact = 'issued') AS version, any(level) AS level, anyIf(wording, fact = 'issued') AS wording,
      minIf(at, fact = 'issued') AS issued_at, maxOrNullIf(at, fact != 'issued') AS decided_at,
      if(last = 'issued', 'open', last) AS decision, argMax(fact, revision) AS last, argMax(actor_role, revision) AS last_role,
      dateDiff('second', issued_at, decided_at) AS latency_seconds
    FROM recommendation_facts FINAL GROUP BY tenant, recommendation_id`,
  ),
];

export const CLINICAL_VIEWS = [
  view(
    'patients',
    `SELECT tenant, patient, argMax(birth_from, revision) AS birth_from, argMax(sex, revision) AS sex,
      argMax(country, revision) AS country, argMax(language, revision) AS language
    FROM patient_facts FINAL GROUP BY tenant, patient`,
  ),
  view(
    'clinical',
    `SELECT f.*, p.birth_from AS birth_from, p.sex AS sex
    FROM (SELECT * FROM clinical_facts FINAL ORDER BY revision DESC LIMIT 1 BY tenant, patient, resource, part) AS f
    LEFT JOIN patients AS p ON p.tenant = f.tenant AND p.patient = f.patient`,
  ),
];
