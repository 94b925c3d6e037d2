// Cases, appointments, orders, payments, offers: one row per thing, with times and outcome.
import { STAGES } from '#domain/case/stages.ts';
import type { AnalystView } from './view.ts';

const firstAt = (fact: string, name: string) => `minOrNullIf(at, fact = '${fact}') AS ${name}`;
/** The first value that is known; facts that do not have it hold an empty word or null. */
const known = (column: string, empty = "''") => `anyIf(${column}, ${column} != ${empty}) AS ${column}`;
const sum = (column: string, facts: string) => `sumIf(amount, fact IN (${facts})) AS ${column}`;

export const OPERATIONS: readonly AnalystView[] = [
  {
    name: 'cases',
    about: { tr: 'Vaka başına bir satır: şimdiki aşama ve durum', en: 'One row per case: its stage and status now' },
    select: 'SELECT tenant, case_id, patient, stage, status, opened_at, updated_at FROM cases',
  },
  {
    name: 'case_stages',
    about: { tr: 'Vakanın girdiği her aşama ve orada geçen süre', en: 'Each stage a case entered, and the time it stood there' },
    select: 'SELECT tenant, case_id, stage, entered_at, left_at, seconds, by_skip, actor_kind, actor_role FROM case_stages',
  },
  {
    name: 'case_funnel',
    about: { tr: 'Aşama başına: kaç vaka ulaştı, kaçı geçti, ne kadar sürdü', en: 'Per stage: how many cases reached it, how many went on, how long it took' },
    select: `SELECT tenant, toUInt8(indexOf([${STAGES.map((stage) => `'${stage}'`).join(', ')}], stage)) AS step, stage, uniqExact(case_id) AS cases,
      uniqExactIf(case_id, left_at IS NOT NULL) AS went_on, countIf(by_skip) AS skips, quantileExactIf(0.5)(seconds, seconds IS NOT NULL) AS median_seconds,
      quantileExactIf(0.9)(seconds, seconds IS NOT NULL) AS p90_seconds FROM case_stages GROUP BY tenant, stage`,
  },
  {
    name: 'appointments',
    about: { tr: 'Randevu başına bir satır: nasıl istendi, ne oldu', en: 'One row per appointment: how it was asked for and what became of it' },
    select: `SELECT tenant, appointment_id, ${known('offering')}, ${known('case_id')}, anyIf(customer, fact = 'requested') AS customer,
      argMaxIf(fact, revision, fact != 'not_moved') AS status, ${firstAt('requested', 'requested_at')}, ${firstAt('confirmed', 'confirmed_at')},
      maxOrNullIf(at, fact IN ('cancelled', 'fulfilled', 'no_show', 'lapsed', 'refused')) AS ended_at, argMaxIf(minutes, revision, minutes IS NOT NULL) AS minutes,
      argMaxIf(weekday, revision, weekday IS NOT NULL) AS weekday, argMaxIf(hour, revision, hour IS NOT NULL) AS hour,
      argMaxIf(month, revision, month IS NOT NULL) AS month, anyIf(lead_hours, fact = 'requested') AS lead_hours,
      countIf(fact = 'rescheduled') AS moves, argMaxIf(reason, revision, reason != '') AS reason
    FROM appointment_facts FINAL GROUP BY tenant, appointment_id`,
    columns: {
      status: {
        tr: 'Son olay: requested, confirmed, fulfilled, no_show, cancelled, …',
        en: 'What happened last: requested, confirmed, fulfilled, no_show, cancelled, …',
      },
    },
  },
  {
    name: 'orders',
    about: { tr: 'Sipariş başına bir satır: tutarlar, durum ve zamanlar', en: 'One row per order: amounts, status and times' },
    select: `SELECT tenant, order_id, anyIf(customer, fact = 'placed') AS customer, argMaxIf(fact, revision, fact NOT IN ('secured', 'payment_requested', 'confirmed')) AS status,
      anyIf(currency, fact = 'placed') AS currency, anyIf(goods, fact = 'placed') AS goods, anyIf(discount, fact = 'placed') AS discount,
      anyIf(shipping, fact = 'placed') AS shipping, anyIf(tax, fact = 'placed') AS tax, anyIf(total, fact = 'placed') AS total,
      anyIf(method, fact = 'placed') AS method, anyIf(channel, fact = 'placed') AS channel, ${firstAt('placed', 'placed_at')}, ${firstAt('paid', 'paid_at')},
      ${firstAt('shipped', 'shipped_at')}, ${firstAt('delivered', 'delivered_at')}, maxOrNullIf(at, fact IN ('cancelled', 'returned')) AS ended_at,
      argMaxIf(why, revision, why != '') AS why FROM order_facts FINAL GROUP BY tenant, order_id`,
  },
  {
    name: 'order_lines',
    about: { tr: 'Siparişin her kalemi', en: 'Each line of an order' },
    select: `SELECT tenant, order_id, offering, quantity, line_total, currency, at AS placed_at FROM order_facts FINAL
      ARRAY JOIN offerings AS offering, quantities AS quantity, line_totals AS line_total WHERE fact = 'placed'`,
  },
  {
    name: 'payments',
    about: { tr: 'Ödeme başına bir satır: istenen, alınan, geri verilen', en: 'One row per payment: asked for, taken, paid back' },
    select: `SELECT tenant, payment_id, anyIf(purpose, fact = 'requested') AS purpose, anyIf(order_id, fact = 'requested') AS order_id,
      anyIf(case_id, fact = 'requested') AS case_id, anyIf(customer, fact = 'requested') AS customer, anyIf(provider, fact = 'requested') AS provider,
      anyIf(currency, fact = 'requested') AS currency, ${sum('requested', "'requested'")}, ${sum('captured', "'captured'")},
      sumIf(amount, fact = 'refunded' AND of = 'capture') AS refunded, countIf(fact = 'failed') AS failures, countIf(fact = 'mismatched') AS mismatches,
      countIf(fact = 'dispute_opened') AS disputes, ${firstAt('requested', 'requested_at')}, ${firstAt('captured', 'captured_at')}
    FROM payment_facts FINAL GROUP BY tenant, payment_id`,
  },
  {
    name: 'offers',
    about: { tr: 'Vakaya verilen teklifler: fiyat, gönderim ve karar', en: 'Offers made for a case: price, sending and decision' },
    select: `SELECT tenant, case_id, anyIf(patient, patient != '') AS patient, countIf(fact = 'offer_sent') AS sent, ${firstAt('offer_sent', 'first_sent_at')},
      ${firstAt('offer_accepted', 'accepted_at')}, countIf(fact = 'offer_declined') AS declined, argMaxIf(total, revision, fact = 'offer_accepted') AS total,
      argMaxIf(currency, revision, fact = 'offer_accepted') AS currency
    FROM care_facts FINAL WHERE startsWith(fact, 'offer') GROUP BY tenant, case_id`,
    columns: { total: { tr: 'Kabul edilen fiyat, kuruş', en: 'Price that was accepted, minor units' } },
  },
];
