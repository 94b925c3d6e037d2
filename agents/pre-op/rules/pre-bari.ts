import { conditions, eventsOf, latest } from '../ask-facts.ts';
import type { Group } from '../codes.ts';
import type { Facts } from '../facts.ts';
import { both, n, say } from '../say.ts';
import { is } from '../scope.ts';
import { type Action, codedItem, type Finding, insufficient, nameOf, readItem, type Rule, UNSIGNED } from './rule.ts';

const MAX_DAYS = 180;
const measure = { code: 'measure-height-weight', label: both('Boy ve kiloyu ölç', 'Measure height and weight') };
const discuss = { code: 'team-review', label: both('Endikasyonu obezite konseyinde görüş', 'Review the indication in the obesity team') };
const METABOLIC: readonly [Group, ReturnType<typeof both>][] = [
  ['diabetesType2', both('Tip 2 diyabet', 'Type 2 diabetes')],
  ['hypertension', both('Hipertansiyon', 'Hypertension')],
  ['hyperlipidaemia', both('Hiperlipidemi', 'Hyperlipidaemia')],
  ['metabolicSyndrome', both('Metabolik sendrom', 'Metabolic syndrome')],
  ['sleepApnoea', both('Uyku apnesi', 'Sleep apnoea')],
];
const metabolic = (facts: Facts) =>
  METABOLIC.flatMap(([name, label]) => {
    const found = conditions(facts, name);
    return found.length > 0 ? [codedItem(name, label, eventsOf(found))] : [];
  });

/** Indication for metabolic surgery by BMI: recommended from 35, from 30 with type 2 diabetes, considered from 30 with metabolic disease. */
export const preBari: Rule = {
  ...UNSIGNED,
  id: 'PRE-BARI',
  version: '1.0.0',
  title: both('Obezite cerrahisi endikasyonu', 'Indication for bariatric surgery'),
  inputs: [{ field: 'bmi', unit: 'kg/m2', maxDays: MAX_DAYS }],
  evidence: [{ citation: 'ASMBS and IFSO: indications for metabolic and bariatric surgery', year: 2022, url: 'https://doi.org/10.1016/j.soard.2022.08.013' }],
  compute(facts, scope) {
    if (!is(scope, 'bariatric')) return undefined;
    const bmi = latest(facts, 'bmi', MAX_DAYS);
    if (!bmi.known) return insufficient('bmi-missing', [bmi], both('Güncel beden kitle indeksi yok.', 'There is no body mass index in date.'), [measure]);
    const disease = metabolic(facts);
    const items = [readItem('bmi', bmi), ...disease];
    const answer = (level: Finding['level'], code: string, tr: string, en: string, actions: Action[]): Finding => ({
      level,
      code,
      summary: say(
        (f) => `BKİ ${f(bmi.value)} kg/m²: ${tr}`,
        (f) => `BMI ${f(bmi.value)} kg/m²: ${en}`,
      ),
      items,
      missing: [],
      actions,
    });
    if (bmi.value >= 35) return answer('info', 'recommended', '35 ve üzerinde cerrahi önerilir.', 'surgery is recommended from 35.', []);
    if (bmi.value >= 30 && disease.some(({ code }) => code === 'diabetesType2'))
      return answer(
        'info',
        'recommended-diabetes',
        'tip 2 diyabet ile 30 ve üzerinde cerrahi önerilir.',
        'with type 2 diabetes surgery is recommended from 30.',
        [],
      );
    if (bmi.value >= 30 && disease.length > 0)
      return answer(
        'info',
        'considered',
        'metabolik hastalık ile 30 ve üzerinde cerrahi düşünülebilir.',
        'with metabolic disease surgery may be considered from 30.',
        [discuss],
      );
    if (bmi.value >= 30)
      return answer(
        'amber',
        'no-metabolic-disease',
        '30–34,9 aralığında, kayıtlı metabolik hastalık yok.',
        'between 30 and 34.9 with no metabolic disease on file.',
        [discuss],
      );
    if (bmi.value < 27.5)
      return answer('amber', 'below-indication', '30 altında: yayımlanmış endikasyonu karşılamıyor.', 'below 30: does not meet the published indication.', [
        discuss,
      ]);
    const lower = answer('amber', 'ancestry-threshold', '30 altında; Asya kökenliler için eşik 27,5.', 'below 30; the threshold for Asian ancestry is 27.5.', [
      discuss,
    ]);
    return {
      ...lower,
      items: [...items, codedItem('ancestry.unknown', both(`${nameOf('ancestry').tr}: ${n(27.5).tr}`, `${nameOf('ancestry').en}: ${n(27.5).en}`), [])],
      missing: ['ancestry'],
    };
  },
};
