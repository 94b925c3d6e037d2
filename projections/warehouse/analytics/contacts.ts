// Conversations, calls, devices, agents and the pipeline itself.
import type { AnalystView } from './view.ts';

const firstAt = (fact: string, name: string) => `minOrNullIf(at, fact = '${fact}') AS ${name}`;
const median = (value: string, when: string) => `quantileExactIf(0.5)(${value}, ${when})`;

export const CONTACTS: readonly AnalystView[] = [
  {
    name: 'conversations',
    about: { tr: 'Yazışma başına bir satır: sayılar ve ilk yanıt süresi', en: 'One row per conversation: numbers and time to the first answer' },
    select: `SELECT tenant, conversation_id, anyIf(contact, contact != '') AS contact, anyIf(channel, fact = 'opened') AS channel, min(at) AS opened_at,
      countIf(fact = 'received') AS received, countIf(fact IN ('queued', 'echoed')) AS answered, countIf(fact = 'failed') AS failed,
      ${firstAt('received', 'first_received_at')}, minOrNullIf(at, fact IN ('queued', 'echoed')) AS first_answer_at,
      if(first_answer_at >= first_received_at, dateDiff('second', first_received_at, first_answer_at), NULL) AS first_response_seconds,
      countIf(fact = 'handover') AS handovers, countIf(fact = 'emergency') AS emergencies, maxOrNullIf(at, fact = 'resolved') AS resolved_at
    FROM conversation_facts FINAL GROUP BY tenant, conversation_id`,
  },
  {
    name: 'messages',
    about: { tr: 'İleti başına bir satır: kim yazdı, ulaştı mı, okundu mu', en: 'One row per message: who wrote it, whether it arrived and was read' },
    select: `SELECT tenant, conversation_id, message_id, if(countIf(fact = 'received') > 0, 'in', 'out') AS direction,
      multiIf(countIf(fact = 'received') > 0, 'customer', countIf(fact = 'echoed') > 0, 'human', anyIf(author, author != '')) AS author,
      anyIf(kind, kind != '') AS kind, anyIf(purpose, purpose != '') AS purpose, min(at) AS said_at, ${firstAt('sent', 'sent_at')},
      ${firstAt('delivered', 'delivered_at')}, ${firstAt('read', 'read_at')}, ${firstAt('failed', 'failed_at')}, anyIf(code, code != '') AS code
    FROM conversation_facts FINAL WHERE message_id != '' GROUP BY tenant, conversation_id, message_id`,
  },
  {
    name: 'recommendations',
    about: { tr: 'Ajanın her önerisi ve insanın kararı', en: 'Each recommendation of an agent and what a person made of it' },
    select: `SELECT tenant, recommendation_id, case_id, patient, rule, version, level, wording, issued_at, decided_at, decision, latency_seconds, last_role
      FROM recommendations`,
  },
  {
    name: 'agent_decisions',
    about: { tr: 'Kural başına: öneriler, kabul oranı, karar süresi', en: 'Per rule: recommendations, how often they are followed, how long a decision takes' },
    select: `SELECT tenant, rule, version, level, count() AS issued, countIf(decision = 'accepted') AS accepted, countIf(decision = 'edited') AS edited,
      countIf(decision = 'rejected') AS rejected, countIf(decision = 'expired') AS expired, countIf(decision = 'open') AS open,
      round(accepted / nullIf(accepted + edited + rejected, 0), 3) AS acceptance, ${median('latency_seconds', 'latency_seconds IS NOT NULL')} AS median_seconds
    FROM recommendations GROUP BY tenant, rule, version, level`,
  },
  {
    name: 'calls',
    about: { tr: 'Çağrı başına bir satır: kim yanıtladı, nasıl bitti, ses kalitesi', en: 'One row per call: who answered, how it ended, how it sounded' },
    select: `SELECT tenant, call_id, anyIf(direction, fact = 'offered') AS direction, anyIf(contact, fact = 'offered') AS contact, anyIf(device_id, fact = 'offered') AS device_id,
      argMaxIf(answered_by, revision, answered_by != '') AS answered_by, ${firstAt('offered', 'offered_at')}, ${firstAt('answered', 'answered_at')},
      maxOrNullIf(at, fact = 'ended') AS ended_at, dateDiff('second', offered_at, answered_at) AS wait_seconds, dateDiff('second', answered_at, ended_at) AS talk_seconds,
      argMaxIf(cause, revision, cause != '') AS cause, countIf(fact = 'transferred') AS transfers, argMaxIf(mos, revision, mos IS NOT NULL) AS mos,
      argMaxIf(loss_percent, revision, loss_percent IS NOT NULL) AS loss_percent, argMaxIf(answer_ms, revision, answer_ms IS NOT NULL) AS answer_ms
    FROM call_facts FINAL GROUP BY tenant, call_id`,
  },
  {
    name: 'devices',
    about: { tr: 'Cihaz başına bir satır: sürüm, bağlantı kopmaları, son görülme', en: 'One row per device: version, lost connections, last seen' },
    select: `SELECT tenant, device_id, anyIf(board, fact = 'provisioned') AS board, argMaxIf(firmware, revision, fact IN ('provisioned', 'connected', 'firmware_applied') AND firmware != '') AS firmware,
      ${firstAt('provisioned', 'provisioned_at')}, max(at) AS last_seen_at, countIf(fact = 'lost') AS losses, countIf(fact = 'firmware_rolled_back') AS rollbacks,
      countIf(fact = 'battery_low') AS battery_warnings, maxOrNullIf(at, fact = 'retired') AS retired_at FROM device_facts FINAL GROUP BY tenant, device_id`,
  },
  {
    name: 'device_usage',
    about: { tr: 'Cihaz ve gün başına kullanım', en: 'Use per device and day' },
    select: `SELECT tenant, device_id, toDate(assumeNotNull(from)) AS day, sum(voice_count) AS voice_count, sum(voice_seconds) AS voice_seconds,
      sum(voice_successes) AS voice_successes, sum(button_count) AS button_count, min(battery) AS least_battery, avg(rssi) AS mean_rssi
    FROM device_facts FINAL WHERE fact = 'usage' AND from IS NOT NULL GROUP BY tenant, device_id, day`,
  },
  {
    name: 'all_events',
    about: { tr: 'Olay başına bir satır: zarf, içerik yok', en: 'One row per event: the envelope without content' },
    select: 'SELECT * EXCEPT (data, fed_at) FROM all_events',
  },
  {
    name: 'event_counts',
    about: { tr: 'Gün ve olay türü başına sayı', en: 'Number of events per day and type' },
    select:
      'SELECT tenant, day, type, sum(n) AS events, min(first) AS first_position, max(last) AS last_position FROM event_blocks FINAL GROUP BY tenant, day, type',
  },
  {
    name: 'pipeline_lag',
    about: {
      tr: 'Saat başına: olayın kaydından ambara ulaşmasına kadar geçen süre',
      en: 'Per hour: time from recording an event to having it in the warehouse',
    },
    select: `SELECT tenant, toStartOfHour(recorded_at) AS hour, count() AS events, quantile(0.5)(lag) AS median_seconds, quantile(0.99)(lag) AS p99_seconds, max(lag) AS max_seconds
      FROM (SELECT tenant, recorded_at, greatest(0, dateDiff('second', recorded_at, fed_at)) AS lag FROM events FINAL) GROUP BY tenant, hour`,
    columns: { hour: { tr: 'Saat başı', en: 'The hour' }, events: { tr: 'Olay sayısı', en: 'Number of events' } },
  },
  {
    name: 'freshness',
    about: { tr: 'Ambarın ne kadar güncel olduğu', en: 'How fresh the warehouse is' },
    select:
      'SELECT tenant, max(last) AS position, max(newest) AS newest_event_at, max(fed) AS last_fed_at, sum(n) AS events FROM event_blocks FINAL GROUP BY tenant',
  },
];
