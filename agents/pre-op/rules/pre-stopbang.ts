import type { Bilingual } from '#domain/recommendation/messages.ts';
import { age, conditions, eventsOf, latest } from '../ask-facts.ts';
import type { Group } from '../codes.ts';
import type { Facts } from '../facts.ts';
import { both } from '../say.ts';
import { type Rule, UNSIGNED } from './rule.ts';
import { bandOf, type Criterion, rangeText, scoreOf, scoredItems } from './score.ts';

const BMI_DAYS = 365;
const NECK_DAYS = 730;
const ask = { code: 'ask-stopbang', label: both('STOP-Bang sorularını hastaya sor, boyun çevresini ölç', 'Ask the STOP-Bang questions and measure the neck') };
const plan = { code: 'plan-airway', label: both('Anestezi için uyku apnesi önlemlerini planla', 'Plan for sleep apnoea in the anaesthetic') };

/** A symptom is known only when somebody coded it: its absence on file does not say that it was asked. */
const symptom = (facts: Facts, code: string, field: string, label: Bilingual, ...groups: Group[]): Criterion => {
  const found = groups.flatMap((group) => conditions(facts, group));
  return { code, label, holds: found.length > 0 ? true : undefined, field, eventIds: eventsOf(found) };
};
const measured = (facts: Facts, code: 'bmi' | 'neck', label: Bilingual, maxDays: number, above: (value: number) => boolean): Criterion => {
  const found = latest(facts, code, maxDays);
  return {
    code,
    label,
    holds: found.known ? above(found.value) : undefined,
    field: code,
    eventIds: found.eventIds,
    ...(found.known ? { value: found.value } : {}),
  };
};

export function stopBangCriteria(facts: Facts): Criterion[] {
  const years = age(facts);
  const pressure = conditions(facts, 'hypertension');
  return [
    symptom(facts, 'snoring', 'snoring', both('Horlama', 'Snoring'), 'snoring'),
    symptom(facts, 'tired', 'tiredness', both('Gündüz yorgunluğu', 'Daytime tiredness'), 'tiredness'),
    symptom(facts, 'observed', 'observedApnoea', both('Gözlenen apne', 'Observed apnoea'), 'observedApnoea'),
    { code: 'pressure', label: both('Hipertansiyon', 'High blood pressure'), holds: pressure.length > 0, field: 'conditions', eventIds: eventsOf(pressure) },
    measured(facts, 'bmi', both('BKİ > 35 kg/m²', 'BMI > 35 kg/m²'), BMI_DAYS, (bmi) => bmi > 35),
    {
      code: 'age',
      label: both('Yaş > 50', 'Age > 50'),
      holds: years.known ? years.value > 50 : undefined,
      field: 'birthDate',
      eventIds: years.eventIds,
      ...(years.known ? { value: years.value, unit: 'a' } : {}),
    },
    measured(facts, 'neck', both('Boyun çevresi ≥ 40 cm', 'Neck circumference ≥ 40 cm'), NECK_DAYS, (cm) => cm >= 40),
    {
      code: 'male',
      label: both('Erkek', 'Male'),
      holds: facts.sex && facts.sex.value === 'male',
      field: 'sex',
      eventIds: facts.sex ? [facts.sex.eventId] : [],
    },
  ];
}

/** The risk of obstructive sleep apnoea before an anaesthetic: 0–2 low, 3–4 intermediate, 5 and more high. */
export const preStopBang: Rule = {
  ...UNSIGNED,
  id: 'PRE-STOPBANG',
  version: '1.0.0',
  title: both('STOP-Bang: uyku apnesi riski', 'STOP-Bang: risk of sleep apnoea'),
  inputs: [
    { field: 'snoring' },
    { field: 'tiredness' },
    { field: 'observedApnoea' },
    { field: 'conditions' },
    { field: 'bmi', unit: 'kg/m2', maxDays: BMI_DAYS },
    { field: 'birthDate' },
    { field: 'neck', unit: 'cm', maxDays: NECK_DAYS },
    { field: 'sex' },
  ],
  evidence: [
    {
      citation: 'Chung and others: STOP questionnaire, a tool to screen patients for obstructive sleep apnea',
      year: 2008,
      url: 'https://doi.org/10.1097/ALN.0b013e31816d83e4',
    },
    { citation: 'Chung and others: STOP-Bang questionnaire, a practical approach', year: 2016, url: 'https://doi.org/10.1378/chest.15-0903' },
  ],
  compute(facts, scope) {
    if (scope.major === false) return undefined;
    const criteria = stopBangCriteria(facts);
    const score = scoreOf(criteria);
    const shown = rangeText(score);
    const items = scoredItems(criteria);
    const say = (tr: string, en: string) => both(`STOP-Bang ${shown} puan: ${tr}`, `STOP-Bang ${shown} points: ${en}`);
    const missing = score.missing;
    const band = bandOf(score, [3, 5]);
    if (band === undefined)
      return {
        level: 'insufficient-data',
        code: 'stopbang-open',
        summary: say('sorulmamış maddeler sonucu değiştirebilir.', 'items nobody asked about could change the result.'),
        items,
        missing,
        actions: [ask],
      };
    if (band === 2) return { level: 'amber', code: 'stopbang-high', summary: say('yüksek risk.', 'high risk.'), items, missing, actions: [plan] };
    if (band === 1) return { level: 'info', code: 'stopbang-intermediate', summary: say('orta risk.', 'intermediate risk.'), items, missing, actions: [plan] };
    return { level: 'info', code: 'stopbang-low', summary: say('düşük risk.', 'low risk.'), items, missing, actions: [] };
  },
};
