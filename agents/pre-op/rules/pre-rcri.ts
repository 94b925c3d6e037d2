import type { Bilingual } from '#domain/recommendation/messages.ts';
import { conditions, eventsOf, insulin, latest } from '../ask-facts.ts';
import type { Group } from '../codes.ts';
import type { Facts } from '../facts.ts';
import { both } from '../say.ts';
import type { Scope } from '../scope.ts';
import { type Rule, UNSIGNED } from './rule.ts';
import { bandOf, type Criterion, rangeText, scoreOf, scoredItems } from './score.ts';

const CREATININE_DAYS = 365;
const CREATININE_LIMIT = 2;
/** Major cardiac events by score, Lee 1999, %. */
const EVENTS = ['0.4', '0.9', '6.6', '11'];
const labs = { code: 'order-creatinine', label: both('Kreatinin iste', 'Order creatinine') };
const settle = { code: 'settle-procedure', label: both('İşlemin türünü belirle', 'Settle the kind of procedure') };
const cardiology = { code: 'cardiac-assessment', label: both('Kardiyak değerlendirme düşün', 'Consider a cardiac assessment') };

const onFile = (facts: Facts, code: string, label: Bilingual, ...groups: Group[]): Criterion => {
  const found = groups.flatMap((group) => conditions(facts, group));
  return { code, label, holds: found.length > 0, field: 'conditions', eventIds: eventsOf(found) };
};

/** The six criteria. What is not coded as a condition counts as not present; creatinine and the procedure may be unknown. */
export function rcriCriteria(facts: Facts, scope: Scope): Criterion[] {
  const creatinine = latest(facts, 'creatinine', CREATININE_DAYS);
  const treated = insulin(facts);
  return [
    {
      code: 'high-risk-surgery',
      label: both('Yüksek riskli cerrahi bölge', 'High-risk site of surgery'),
      holds: scope.highRiskSite,
      field: 'procedure',
      eventIds: [],
    },
    onFile(facts, 'ischaemic-heart-disease', both('İskemik kalp hastalığı', 'Ischaemic heart disease'), 'ischaemicHeartDisease', 'myocardialInfarction'),
    onFile(facts, 'heart-failure', both('Kalp yetmezliği', 'Heart failure'), 'heartFailure'),
    onFile(facts, 'cerebrovascular-disease', both('Serebrovasküler hastalık', 'Cerebrovascular disease'), 'stroke', 'transientIschaemicAttack'),
    { code: 'insulin', label: both('İnsülin tedavisi', 'Insulin treatment'), holds: treated.length > 0, field: 'medications', eventIds: eventsOf(treated) },
    {
      code: 'creatinine',
      label: both('Kreatinin > 2,0 mg/dL', 'Creatinine > 2.0 mg/dL'),
      holds: creatinine.known ? creatinine.value > CREATININE_LIMIT : undefined,
      field: 'creatinine',
      eventIds: creatinine.eventIds,
      ...(creatinine.known ? { value: creatinine.value, unit: 'mg/dL' } : {}),
    },
  ];
}

/** The Revised Cardiac Risk Index for surgery that is more than minor; 2 and more is amber. */
export const preRcri: Rule = {
  ...UNSIGNED,
  id: 'PRE-RCRI',
  version: '1.0.0',
  title: both('Revize kardiyak risk indeksi', 'Revised cardiac risk index'),
  inputs: [{ field: 'procedure' }, { field: 'conditions' }, { field: 'medications' }, { field: 'creatinine', unit: 'mg/dL', maxDays: CREATININE_DAYS }],
  evidence: [
    {
      citation: 'Lee and others: derivation and prospective validation of a simple index for prediction of cardiac risk',
      year: 1999,
      url: 'https://doi.org/10.1161/01.CIR.100.10.1043',
    },
    {
      citation: 'Canadian Cardiovascular Society guidelines on perioperative cardiac risk assessment',
      year: 2017,
      url: 'https://doi.org/10.1016/j.cjca.2016.09.008',
    },
  ],
  compute(facts, scope) {
    if (scope.major === false) return undefined;
    const criteria = rcriCriteria(facts, scope);
    const score = scoreOf(criteria);
    const band = bandOf(score, [2]);
    const items = scoredItems(criteria);
    const shown = rangeText(score);
    const summaryOf = (tr: string, en: string) => both(`RCRI ${shown} puan: ${tr}`, `RCRI ${shown} points: ${en}`);
    const risk = EVENTS[Math.min(score.min, 3)]!;
    if (band === undefined) {
      const actions = [...(score.missing.includes('creatinine') ? [labs] : []), ...(score.missing.includes('procedure') ? [settle] : [])];
      return {
        level: 'insufficient-data',
        code: 'rcri-open',
        summary: summaryOf('eksik bilgi sonucu değiştirebilir.', 'what is missing could change the result.'),
        items,
        missing: score.missing,
        actions,
      };
    }
    const exact = score.min === score.max || score.min >= 3;
    const rate = exact
      ? both(`majör kardiyak olay ${score.min >= 3 ? '≥ ' : ''}%${risk.replace('.', ',')}.`, `major cardiac events ${score.min >= 3 ? '≥ ' : ''}${risk} %.`)
      : undefined;
    if (band === 1)
      return {
        level: 'amber',
        code: 'rcri-raised',
        summary: summaryOf(rate?.tr ?? 'artmış risk.', rate?.en ?? 'raised risk.'),
        items,
        missing: score.missing,
        actions: [cardiology],
      };
    return {
      level: 'info',
      code: 'rcri-low',
      summary: summaryOf(rate?.tr ?? 'düşük risk.', rate?.en ?? 'low risk.'),
      items,
      missing: score.missing,
      actions: [],
    };
  },
};
