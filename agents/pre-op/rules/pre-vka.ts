import { latest, taking } from '../ask-facts.ts';
import { both } from '../say.ts';
import { is } from '../scope.ts';
import { codedItem, readItem, type Rule, UNSIGNED } from './rule.ts';

const MAX_DAYS = 30;
const stop = { code: 'hold-vka', label: both('Reçete eden hekimle: işlemden 5 gün önce kesilmesi', 'With the prescriber: stop 5 days before the procedure') };
const inr = { code: 'check-inr', label: both('İşlemden bir gün önce INR (hedef < 1,5)', 'INR the day before the procedure (target < 1.5)') };
const bridge = { code: 'no-routine-bridging', label: both('Atriyal fibrilasyonda rutin köprüleme yapılmaz', 'No routine bridging in atrial fibrillation') };
const dental = { code: 'dental-inr', label: both('INR 24 saat içinde < 4 ise kesmeden tedavi', 'Treat without stopping if the INR within 24 h is < 4') };

/** A vitamin K antagonist before a procedure: stopped 5 days before, INR the day before; not stopped for dental work with INR below 4. */
export const preVka: Rule = {
  ...UNSIGNED,
  id: 'PRE-VKA',
  version: '1.0.0',
  ages: 'any',
  title: both('K vitamini antagonisti kullanımı', 'Vitamin K antagonist in use'),
  inputs: [{ field: 'medications' }, { field: 'inr', unit: '{INR}', maxDays: MAX_DAYS }],
  evidence: [
    { citation: 'Perioperative management of antithrombotic therapy: CHEST guideline', year: 2022, url: 'https://doi.org/10.1016/j.chest.2022.07.025' },
    {
      citation: 'Management of dental patients taking anticoagulants or antiplatelet drugs: SDCEP',
      year: 2022,
      url: 'https://www.sdcep.org.uk/published-guidance/anticoagulants-and-antiplatelets/',
    },
  ],
  compute(facts, scope) {
    const found = taking(facts, ({ group }) => group === 'vka');
    if (found.length === 0) return undefined;
    const names = found.map(({ drug }) => drug.ingredient).join(', ');
    const value = latest(facts, 'inr', MAX_DAYS);
    const items = [
      ...found.map(({ drug, eventIds }) => codedItem(drug.ingredient, both(drug.ingredient, drug.ingredient), eventIds)),
      ...(value.known ? [readItem('inr', value)] : []),
    ];
    const minor = is(scope, 'dental') && scope.major === false;
    const summary = minor
      ? both(`${names} kullanıyor: diş tedavisinde INR < 4 ise kesilmez.`, `Takes ${names}: for dental work it is not stopped while the INR is < 4.`)
      : both(
          `${names} kullanıyor: işlemden önce kesilmesi ve INR kontrolü gerekir.`,
          `Takes ${names}: has to be held before the procedure, with an INR check.`,
        );
    return { level: 'amber', code: minor ? 'vka-dental' : 'vka-hold', summary, items, missing: [], actions: minor ? [dental] : [stop, inr, bridge] };
  },
};
