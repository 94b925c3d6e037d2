import { latest } from '../ask-facts.ts';
import { both, say } from '../say.ts';
import { insufficient, readItem, type Rule, UNSIGNED } from './rule.ts';

const MAX_DAYS = 90;
const LIMIT = 130;
const order = { code: 'order-blood-count', label: both('Tam kan sayımı iste', 'Order a full blood count') };
const investigate = { code: 'investigate-anaemia', label: both('Cerrahiden önce anemi nedenini araştır', 'Investigate the cause of anaemia before surgery') };

/** Haemoglobin below 130 g/L, whatever the sex, is investigated before major surgery. */
export const preAnaemia: Rule = {
  ...UNSIGNED,
  id: 'PRE-ANAEMIA',
  version: '1.0.0',
  title: both('Ameliyat öncesi anemi', 'Anaemia before surgery'),
  inputs: [{ field: 'haemoglobin', unit: 'g/L', maxDays: MAX_DAYS }],
  evidence: [
    {
      citation: 'International consensus statement on the peri-operative management of anaemia and iron deficiency',
      year: 2017,
      url: 'https://doi.org/10.1111/anae.13773',
    },
  ],
  compute(facts, scope) {
    if (scope.major === false) return undefined;
    const haemoglobin = latest(facts, 'haemoglobin', MAX_DAYS);
    if (!haemoglobin.known)
      return insufficient('haemoglobin-missing', [haemoglobin], both('Güncel hemoglobin değeri yok.', 'There is no haemoglobin in date.'), [order]);
    if (haemoglobin.value >= LIMIT) return undefined;
    const summary = say(
      (f) => `Hemoglobin ${f(haemoglobin.value)} g/L: ${LIMIT} g/L sınırının altında.`,
      (f) => `Haemoglobin ${f(haemoglobin.value)} g/L: below ${LIMIT} g/L.`,
    );
    return { level: 'amber', code: 'haemoglobin-low', summary, items: [readItem('haemoglobin', haemoglobin)], missing: [], actions: [investigate] };
  },
};
