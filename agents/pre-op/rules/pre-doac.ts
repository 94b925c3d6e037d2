import type { Item } from '#domain/recommendation/messages.ts';
import { type Taken, taking } from '../ask-facts.ts';
import { CREATININE_DAYS, creatinineClearance, WEIGHT_DAYS } from '../cockcroft-gault.ts';
import { both } from '../say.ts';
import type { Bleeding } from '../scope.ts';
import { codedItem, insufficient, type Rule, UNSIGNED } from './rule.ts';

const hold = {
  code: 'hold-doac',
  label: both('Reçete eden hekimle: kalemlerdeki gün sayısı kadar ara ver', 'With the prescriber: hold for the days given in the items'),
};
const labs = { code: 'order-creatinine', label: both('Kreatinin ve kilo iste', 'Order creatinine and weight') };
const settle = { code: 'settle-procedure', label: both('İşlemin kanama riskini belirle', 'Settle the bleeding risk of the procedure') };
const minimal = {
  code: 'doac-minimal',
  label: both('Minimal kanama riski: gerekirse sabah dozunu atla veya ertele', 'Minimal bleeding risk: skip or delay the morning dose if needed'),
};

/** Dose-free days before the procedure. Dabigatran is cleared by the kidney, so it waits twice as long below 50 mL/min. */
export function holdDays(ingredient: string, bleeding: Exclude<Bleeding, 'minimal'>, clearance: number): number {
  const days = bleeding === 'high' ? 2 : 1;
  return ingredient === 'dabigatran' && clearance < 50 ? days * 2 : days;
}
const named = ({ drug, eventIds }: Taken): Item => codedItem(drug.ingredient, both(drug.ingredient, drug.ingredient), eventIds);

/** Days to hold a direct oral anticoagulant, from the drug, the bleeding risk of the procedure and the kidney function. */
export const preDoac: Rule = {
  ...UNSIGNED,
  id: 'PRE-DOAC',
  version: '1.0.0',
  ages: 'any',
  title: both('Doğrudan oral antikoagülan kullanımı', 'Direct oral anticoagulant in use'),
  inputs: [
    { field: 'medications' },
    { field: 'procedure' },
    { field: 'creatinine', unit: 'mg/dL', maxDays: CREATININE_DAYS },
    { field: 'weight', unit: 'kg', maxDays: WEIGHT_DAYS },
    { field: 'birthDate' },
    { field: 'sex' },
  ],
  evidence: [
    {
      citation: 'PAUSE: perioperative management of patients with atrial fibrillation receiving a direct oral anticoagulant',
      year: 2019,
      url: 'https://doi.org/10.1001/jamainternmed.2019.2431',
    },
    { citation: 'Perioperative management of antithrombotic therapy: CHEST guideline', year: 2022, url: 'https://doi.org/10.1016/j.chest.2022.07.025' },
    { citation: 'Cockcroft and Gault: prediction of creatinine clearance from serum creatinine', year: 1976, url: 'https://doi.org/10.1159/000180580' },
  ],
  compute(facts, { bleeding }) {
    const found = taking(facts, ({ group }) => group === 'doac');
    if (found.length === 0) return undefined;
    const names = found.map(({ drug }) => drug.ingredient).join(', ');
    const items = found.map(named);
    if (bleeding === 'minimal') {
      const summary = both(
        `${names} kullanıyor: minimal kanama riskli işlemde genellikle kesilmez.`,
        `Takes ${names}: usually not stopped for a procedure of minimal bleeding risk.`,
      );
      return { level: 'amber', code: 'doac-minimal', summary, items, missing: [], actions: [minimal] };
    }
    const clearance = creatinineClearance(facts);
    const unknown = [
      ...(clearance.known ? [] : clearance.unknown),
      ...(bleeding ? [] : [{ known: false, field: 'procedure', why: 'absent', eventIds: [] } as const]),
    ];
    if (!clearance.known || !bleeding) {
      const summary = both(
        `${names} kullanıyor; kaç gün ara verileceği için eksik bilgi var.`,
        `Takes ${names}; the days to hold it cannot be told from what is on file.`,
      );
      return insufficient('doac-unknown', unknown, summary, [...(clearance.known ? [] : [labs]), ...(bleeding ? [] : [settle])], items);
    }
    const held = found.map((taken) => ({ ...named(taken), value: holdDays(taken.drug.ingredient, bleeding, clearance.value), unit: 'd' }));
    const days = held.map(({ code, value }) => [`${code} ${value} gün`, `${code} ${value} days`] as const);
    const clearanceItem: Item = {
      code: 'creatinine-clearance',
      label: both('Kreatinin klirensi (Cockcroft-Gault)', 'Creatinine clearance (Cockcroft-Gault)'),
      value: clearance.value,
      unit: 'mL/min',
      eventIds: [...clearance.eventIds],
    };
    const summary = both(
      `İşlemden önce dozsuz geçecek gün: ${days.map(([tr]) => tr).join(', ')} (klirens ${clearance.value} mL/dk).`,
      `Dose-free days before the procedure: ${days.map(([, en]) => en).join(', ')} (clearance ${clearance.value} mL/min).`,
    );
    return { level: 'amber', code: `doac-hold-${bleeding}`, summary, items: [...held, clearanceItem], missing: [], actions: [hold] };
  },
};
