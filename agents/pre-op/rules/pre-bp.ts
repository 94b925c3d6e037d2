import { latest, type Unknown } from '../ask-facts.ts';
import { both, say } from '../say.ts';
import { insufficient, readItem, type Rule, UNSIGNED } from './rule.ts';

const MAX_DAYS = 365;
const STOP = { systolic: 180, diastolic: 110 };
const TARGET = { systolic: 160, diastolic: 100 };
const measure = { code: 'measure-blood-pressure', label: both('Kan basıncını yeniden ölç', 'Measure blood pressure again') };
const treat = { code: 'refer-hypertension', label: both('Kan basıncı tedavisi için yönlendir', 'Refer for blood pressure treatment') };
const postpone = { code: 'postpone', label: both('Elektif işlemi ertelemeyi değerlendir', 'Consider postponing the elective procedure') };

/** An elective procedure goes ahead below 180/110 in the clinic; the target in primary care is below 160/100 within 12 months. */
export const preBp: Rule = {
  ...UNSIGNED,
  id: 'PRE-BP',
  version: '1.0.0',
  title: both('Ameliyat öncesi kan basıncı', 'Blood pressure before surgery'),
  inputs: [
    { field: 'systolic', unit: 'mm[Hg]', maxDays: MAX_DAYS },
    { field: 'diastolic', unit: 'mm[Hg]', maxDays: MAX_DAYS },
  ],
  evidence: [
    {
      citation: 'AAGBI and British Hypertension Society: measurement of adult blood pressure before elective surgery',
      year: 2016,
      url: 'https://doi.org/10.1111/anae.13348',
    },
  ],
  compute(facts) {
    const [systolic, diastolic] = [latest(facts, 'systolic', MAX_DAYS), latest(facts, 'diastolic', MAX_DAYS)];
    if (!systolic.known || !diastolic.known) {
      const unknown = [systolic, diastolic].filter((r): r is Unknown => !r.known);
      return insufficient(
        'blood-pressure-missing',
        unknown,
        both('Son 12 ayda okunabilir bir kan basıncı yok.', 'No readable blood pressure within 12 months.'),
        [measure],
      );
    }
    const reaches = (limit: typeof STOP) => systolic.value >= limit.systolic || diastolic.value >= limit.diastolic;
    const items = [readItem('systolic', systolic), readItem('diastolic', diastolic)];
    const pressure = `${systolic.value}/${diastolic.value} mmHg`;
    if (reaches(STOP)) {
      const summary = say(
        () => `Kan basıncı ${pressure}: 180/110 sınırında veya üzerinde.`,
        () => `Blood pressure ${pressure}: at or above 180/110.`,
      );
      return { level: 'red', code: 'blood-pressure-high', summary, items, missing: [], actions: [measure, postpone, treat] };
    }
    if (!reaches(TARGET)) return undefined;
    const summary = say(
      () => `Kan basıncı ${pressure}: 160/100 hedef sınırında veya üzerinde, 180/110 altında.`,
      () => `Blood pressure ${pressure}: at or above 160/100, where the target ends, below 180/110.`,
    );
    return { level: 'amber', code: 'blood-pressure-raised', summary, items, missing: [], actions: [measure, treat] };
  },
};
