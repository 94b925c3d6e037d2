import { conditions, eventsOf, insulin, latest } from '../ask-facts.ts';
import { both, say } from '../say.ts';
import { is } from '../scope.ts';
import { codedItem, insufficient, readItem, type Rule, UNSIGNED } from './rule.ts';

const MAX_DAYS = 90;
const REFER = 8;
const POSTPONE = 8.5;
const recheck = { code: 'order-hba1c', label: both('HbA1c iste', 'Order HbA1c') };
const refer = { code: 'refer-diabetes', label: both('Diyabet ekibine yönlendir', 'Refer to the diabetes team') };
const postpone = { code: 'postpone', label: both('Elektif işlemi ertelemeyi değerlendir', 'Consider postponing the elective procedure') };

/** HbA1c before an elective procedure: refer from 8.0 % (64 mmol/mol), postpone from 8.5 % (69 mmol/mol). */
export const preA1c: Rule = {
  ...UNSIGNED,
  id: 'PRE-A1C',
  version: '1.0.0',
  title: both('Ameliyat öncesi HbA1c', 'HbA1c before surgery'),
  inputs: [{ field: 'hba1c', unit: '%', maxDays: MAX_DAYS }],
  evidence: [
    { citation: 'ADA Standards of Care in Diabetes, section 16: Diabetes care in the hospital', year: 2025, url: 'https://doi.org/10.2337/dc25-S016' },
    {
      citation: 'CPOC guideline for perioperative care of people with diabetes undergoing elective and emergency surgery',
      year: 2021,
      url: 'https://cpoc.org.uk/guidelines-resources-guidelines-resources/guideline-diabetes',
    },
  ],
  compute(facts, scope) {
    const diabetic = [
      ...new Set([...eventsOf(conditions(facts, 'diabetes')), ...eventsOf(conditions(facts, 'diabetesComplication')), ...eventsOf(insulin(facts))]),
    ];
    const known = diabetic.length > 0 ? [codedItem('diabetes', both('Diyabet', 'Diabetes'), diabetic)] : [];
    const hba1c = latest(facts, 'hba1c', MAX_DAYS);
    if (!hba1c.known) {
      if (known.length === 0) return undefined;
      const summary = both('Diyabet kayıtlı, ancak güncel HbA1c değeri yok.', 'Diabetes is on file, but there is no HbA1c in date.');
      return insufficient('hba1c-missing', [hba1c], summary, [recheck], known);
    }
    const items = [readItem('hba1c', hba1c), ...known];
    const value = hba1c.value;
    // No society sets a limit for dental or hair procedures under local anaesthesia, so those are not stopped.
    if (value >= POSTPONE && !is(scope, 'dental') && !is(scope, 'hair')) {
      const summary = say(
        (f) => `HbA1c %${f(value)}: elektif cerrahi sınırı olan %${f(POSTPONE)} ve üzerinde.`,
        (f) => `HbA1c ${f(value)} %: at or above the limit of ${f(POSTPONE)} % for elective surgery.`,
      );
      return { level: 'red', code: 'hba1c-high', summary, items, missing: [], actions: [postpone, refer] };
    }
    if (value >= REFER) {
      const summary = say(
        (f) => `HbA1c %${f(value)}: yönlendirme sınırı olan %${f(REFER)} ve üzerinde.`,
        (f) => `HbA1c ${f(value)} %: at or above ${f(REFER)} %, the level for referral.`,
      );
      return { level: 'amber', code: 'hba1c-raised', summary, items, missing: [], actions: [refer] };
    }
    if (known.length === 0) return undefined;
    const summary = say(
      (f) => `HbA1c %${f(value)}: yönlendirme sınırı olan %${f(REFER)} altında.`,
      (f) => `HbA1c ${f(value)} %: below ${f(REFER)} %, the level for referral.`,
    );
    return { level: 'info', code: 'hba1c-acceptable', summary, items, missing: [], actions: [] };
  },
};
