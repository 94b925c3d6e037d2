// The envelope every clinical rule has. A rule is a pure function of facts and scope; it is versioned, cites its source, and says by
// itself that nobody has signed it yet.
import type { Bilingual, Item, Level } from '#domain/recommendation/messages.ts';
import type { Known, Unknown } from '../ask-facts.ts';
import type { Facts } from '../facts.ts';
import { both } from '../say.ts';
import type { Scope } from '../scope.ts';
import { QUANTITIES, type QuantityName } from '../units.ts';

export type Action = { readonly code: string; readonly label: Bilingual };
export type Evidence = { readonly citation: string; readonly year: number; readonly url: string };
/** `maxDays`: how old the value may be. Absent for facts that do not age. */
export type Input = { readonly field: string; readonly unit?: string; readonly maxDays?: number };
/** What a rule found. `summary` is this patient's and gets sealed; actions are fixed texts of the rule. */
export type Finding = {
  readonly level: Level;
  readonly code: string;
  readonly summary: Bilingual;
  readonly items: readonly Item[];
  readonly missing: readonly string[];
  readonly actions: readonly Action[];
};
export type Rule = {
  readonly id: string;
  readonly version: string;
  readonly title: Bilingual;
  readonly intendedUser: 'clinician';
  readonly inputs: readonly Input[];
  readonly evidence: readonly Evidence[];
  readonly validFrom: string;
  /** Adult rules stay silent about anyone known to be under 18. */
  readonly ages: 'adult' | 'any';
  readonly reviewedBy: null;
  readonly unsigned: true;
  /** Undefined: the rule has nothing to say about this patient and procedure. */
  readonly compute: (facts: Facts, scope: Scope) => Finding | undefined;
};
/** What every rule of this set has in common. */
export const UNSIGNED = { intendedUser: 'clinician', ages: 'adult', validFrom: '2026-11-21', reviewedBy: null, unsigned: true } as const;

const NAMES: Readonly<Record<string, Bilingual>> = {
  height: both('Boy', 'Height'),
  weight: both('Kilo', 'Weight'),
  bmi: both('Beden kitle indeksi', 'Body mass index'),
  systolic: both('Sistolik kan basıncı', 'Systolic blood pressure'),
  diastolic: both('Diyastolik kan basıncı', 'Diastolic blood pressure'),
  hba1c: both('HbA1c', 'HbA1c'),
  haemoglobin: both('Hemoglobin', 'Haemoglobin'),
  creatinine: both('Kreatinin', 'Creatinine'),
  inr: both('INR', 'INR'),
  ejectionFraction: both('Ejeksiyon fraksiyonu', 'Ejection fraction'),
  birthDate: both('Doğum tarihi', 'Date of birth'),
  sex: both('Cinsiyet', 'Sex'),
  procedure: both('Planlanan işlemin türü', 'Kind of planned procedure'),
  onset: both('Olay tarihi', 'Date of the event'),
  indication: both('Stent nedeni', 'Reason for the stent'),
  ancestry: both('Etnik köken (düşük eşik)', 'Ancestry (lower threshold)'),
  snoring: both('Horlama', 'Snoring'),
  tiredness: both('Gündüz yorgunluğu', 'Daytime tiredness'),
  observedApnoea: both('Gözlenen apne', 'Observed apnoea'),
  neck: both('Boyun çevresi', 'Neck circumference'),
};
export const nameOf = (field: string): Bilingual => NAMES[field] ?? both(field, field);

const WHY: Readonly<Record<Unknown['why'], Bilingual>> = {
  absent: both('kayıt yok', 'not on file'),
  stale: both('güncel değil', 'out of date'),
  unit: both('birimi tanınmıyor', 'unit not recognised'),
  implausible: both('olası aralık dışında', 'outside the plausible range'),
  'no-value': both('sayısal değer yok', 'no numeric value'),
};

/** An item for a value that was read. */
export const readItem = (field: QuantityName, known: Known, points?: number): Item => ({
  code: field,
  label: nameOf(field),
  ...(points === undefined ? {} : { points }),
  value: known.value,
  unit: QUANTITIES[field].unit,
  eventIds: [...known.eventIds],
});
/** An item that says which field is missing and why. */
export const missingItem = ({ field, why, eventIds }: Unknown): Item => ({
  code: `${field}.${why}`,
  label: both(`${nameOf(field).tr}: ${WHY[why].tr}`, `${nameOf(field).en}: ${WHY[why].en}`),
  eventIds: [...eventIds],
});
/** An item for something coded on file: a condition, a drug, a procedure. */
export const codedItem = (code: string, label: Bilingual, eventIds: readonly string[], points?: number): Item => ({
  code,
  label,
  ...(points === undefined ? {} : { points }),
  eventIds: [...eventIds],
});
/** The finding that says only what is not known. */
export const insufficient = (
  code: string,
  unknown: readonly Unknown[],
  summary: Bilingual,
  actions: readonly Action[],
  items: readonly Item[] = [],
): Finding => ({
  level: 'insufficient-data',
  code,
  summary,
  items: [...items, ...unknown.map(missingItem)],
  missing: [...new Set(unknown.map(({ field }) => field))],
  actions,
});
