import type { Bilingual, Item } from '#domain/recommendation/messages.ts';
import { age, conditions, daysSince, done, eventsOf, isMinor, latest, smokes, type Unknown } from '../ask-facts.ts';
import type { Group } from '../codes.ts';
import type { Coded, Facts } from '../facts.ts';
import { both } from '../say.ts';
import { codedItem, type Finding, insufficient, readItem, type Rule, UNSIGNED } from './rule.ts';

const BMI_DAYS = 365;
const RECENT_DAYS = 90;
const ROMAN = ['', 'I', 'II', 'III', 'IV'];
const assess = { code: 'anaesthetist-assigns', label: both('ASA sınıfını anestezist belirler', 'The anaesthetist assigns the class') };
const measure = { code: 'measure-height-weight', label: both('Boy ve kiloyu ölç', 'Measure height and weight') };

/** An item and the lowest class it allows. */
type Sign = { readonly least: 2 | 3 | 4; readonly item: Item };
const sign = (least: Sign['least'], code: string, tr: string, en: string, eventIds: readonly string[]): Sign => ({
  least,
  item: codedItem(code, both(tr, en), eventIds, least),
});
const group = (facts: Facts, name: Group, least: Sign['least'], tr: string, en: string): Sign[] => {
  const found = conditions(facts, name);
  return found.length > 0 ? [sign(least, name, tr, en, eventsOf(found))] : [];
};

/** An infarction, stroke, TIA or stent: class IV within three months, else III. Without a date it is at least III. */
function eventSigns(facts: Facts, code: string, label: Bilingual, events: readonly Coded[]): Sign[] {
  if (events.length === 0) return [];
  const recent = events.filter(({ since }) => since !== undefined && daysSince(facts, since) < RECENT_DAYS);
  if (recent.length > 0) return [sign(4, `${code}-recent`, `${label.tr}, son 3 ay içinde`, `${label.en} within 3 months`, eventsOf(recent))];
  return [sign(3, code, `${label.tr} öyküsü`, `History of ${label.en.toLowerCase()}`, eventsOf(events))];
}

function bmiSigns(facts: Facts): Sign[] {
  const bmi = latest(facts, 'bmi', BMI_DAYS);
  if (!bmi.known || bmi.value < 30) return [];
  const least = bmi.value >= 40 ? 3 : 2;
  return [{ least, item: readItem('bmi', bmi, least) }];
}

/** "Poorly controlled" is read as the level at which PRE-A1C refers and PRE-BP misses its target. */
function controlSigns(facts: Facts): Sign[] {
  const hba1c = latest(facts, 'hba1c', 90);
  const [systolic, diastolic] = [latest(facts, 'systolic', 365), latest(facts, 'diastolic', 365)];
  const diabetes = [...conditions(facts, 'diabetes'), ...conditions(facts, 'diabetesComplication')];
  const poorSugar = diabetes.length > 0 && hba1c.known && hba1c.value >= 8;
  const pressure = conditions(facts, 'hypertension');
  const poorPressure = pressure.length > 0 && ((systolic.known && systolic.value >= 160) || (diastolic.known && diastolic.value >= 100));
  return [
    ...(diabetes.length > 0
      ? [
          sign(
            poorSugar ? 3 : 2,
            'diabetes',
            poorSugar ? 'Kontrolsüz diyabet' : 'Diyabet',
            poorSugar ? 'Poorly controlled diabetes' : 'Diabetes',
            eventsOf(diabetes),
          ),
        ]
      : []),
    ...(poorSugar && hba1c.known ? [{ least: 3 as const, item: readItem('hba1c', hba1c) }] : []),
    ...(pressure.length > 0
      ? [
          sign(
            poorPressure ? 3 : 2,
            'hypertension',
            poorPressure ? 'Kontrolsüz hipertansiyon' : 'Hipertansiyon',
            poorPressure ? 'Poorly controlled hypertension' : 'Hypertension',
            eventsOf(pressure),
          ),
        ]
      : []),
    ...(poorPressure && systolic.known && diastolic.known
      ? [
          { least: 3 as const, item: readItem('systolic', systolic) },
          { least: 3 as const, item: readItem('diastolic', diastolic) },
        ]
      : []),
  ];
}

function heartSigns(facts: Facts): Sign[] {
  const fraction = latest(facts, 'ejectionFraction', 365);
  const weak: Sign[] =
    fraction.known && fraction.value <= 40
      ? [{ least: fraction.value < 30 ? 4 : 3, item: readItem('ejectionFraction', fraction, fraction.value < 30 ? 4 : 3) }]
      : [];
  return [
    ...weak,
    ...group(facts, 'heartFailure', 3, 'Kalp yetmezliği', 'Heart failure'),
    ...group(facts, 'ischaemicHeartDisease', 3, 'Koroner kalp hastalığı', 'Coronary heart disease'),
    ...eventSigns(facts, 'infarction', both('Miyokard infarktüsü', 'Myocardial infarction'), conditions(facts, 'myocardialInfarction')),
    ...eventSigns(facts, 'stent', both('Koroner girişim', 'Coronary intervention'), done(facts, 'coronaryStent')),
    ...(done(facts, 'pacemaker').length > 0 ? [sign(3, 'pacemaker', 'Kalp pili', 'Pacemaker', eventsOf(done(facts, 'pacemaker')))] : []),
  ];
}

/** Every listed item on file, with the class it calls for. */
export function asaSigns(facts: Facts): Sign[] {
  const smoking = smokes(facts);
  return [
    ...(smoking.value ? [sign(2, 'smoker', 'Sigara kullanıyor', 'Smokes', smoking.eventIds)] : []),
    ...group(facts, 'pregnancy', 2, 'Gebelik', 'Pregnancy'),
    ...bmiSigns(facts),
    ...controlSigns(facts),
    ...heartSigns(facts),
    ...eventSigns(facts, 'stroke', both('İnme veya geçici iskemik atak', 'Stroke or transient ischaemic attack'), [
      ...conditions(facts, 'stroke'),
      ...conditions(facts, 'transientIschaemicAttack'),
    ]),
    ...group(facts, 'chronicLungDisease', 3, 'Kronik akciğer hastalığı', 'Chronic lung disease'),
    ...group(facts, 'alcoholDependence', 3, 'Alkol bağımlılığı', 'Alcohol dependence'),
    ...group(facts, 'endStageKidneyDisease', 3, 'Son dönem böbrek hastalığı', 'End-stage kidney disease'),
    ...group(facts, 'sepsis', 4, 'Sepsis', 'Sepsis'),
  ];
}

/** The examples of the statement and most rules of this set are for adults. */
const minor = (facts: Facts): Finding => ({
  level: 'amber',
  code: 'minor',
  summary: both('Hasta 18 yaşından küçük: bu kurallar yetişkinler içindir.', 'The patient is under 18: these rules are for adults.'),
  items: [codedItem('minor', both('18 yaşından küçük', 'Under 18'), age(facts).eventIds)],
  missing: [],
  actions: [assess],
});

/** The lowest ASA physical status that the items on file allow; III and above is amber, IV red for an elective procedure. */
export const preAsa: Rule = {
  ...UNSIGNED,
  id: 'PRE-ASA',
  version: '1.0.0',
  ages: 'any',
  title: both('En düşük ASA fiziksel durum sınıfı', 'Lowest ASA physical status'),
  inputs: [
    { field: 'conditions' },
    { field: 'procedures' },
    { field: 'smoking' },
    { field: 'bmi', unit: 'kg/m2', maxDays: BMI_DAYS },
    { field: 'hba1c', unit: '%', maxDays: 90 },
    { field: 'systolic', unit: 'mm[Hg]', maxDays: 365 },
    { field: 'diastolic', unit: 'mm[Hg]', maxDays: 365 },
    { field: 'ejectionFraction', unit: '%', maxDays: 365 },
  ],
  evidence: [
    {
      citation: 'American Society of Anesthesiologists: statement on ASA physical status classification system',
      year: 2020,
      url: 'https://www.asahq.org/standards-and-practice-parameters/statement-on-asa-physical-status-classification-system',
    },
  ],
  compute(facts) {
    if (isMinor(facts)) return minor(facts);
    const signs = asaSigns(facts);
    const least = Math.max(1, ...signs.map((s) => s.least));
    const items = signs.map(({ item }) => item);
    const bmi = latest(facts, 'bmi', BMI_DAYS);
    const name = ROMAN[least]!;
    // A body mass index of 40 would make it class III, so below that its absence leaves the level open.
    if (!bmi.known && least < 3) {
      const unknown: Unknown[] = [bmi];
      const summary = both(
        `Kayıtlara göre en az ASA ${name}; güncel beden kitle indeksi yok.`,
        `At least ASA ${name} by what is on file; there is no body mass index in date.`,
      );
      return insufficient('asa-open', unknown, summary, [measure, assess], items);
    }
    const summary = both(`Kayıtlara göre en az ASA ${name}.`, `At least ASA ${name} by what is on file.`);
    const level = least >= 4 ? 'red' : least === 3 ? 'amber' : 'info';
    return { level, code: `asa-${least}`, summary, items, missing: bmi.known ? [] : ['bmi'], actions: [assess] };
  },
};
