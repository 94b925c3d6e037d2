// The measurements the rules read: the one unit each is kept in, and every unit we can turn into it. A unit that is
// not in this table is never guessed at.
import { LOINC } from '#domain/patient/codes.ts';

type Quantity = {
  /** UCUM unit of every value after conversion. */
  readonly unit: string;
  /** Decimals a clinician sees; rules compare the rounded value, so what is shown is what was judged. */
  readonly digits: number;
  /** Outside this range a value is a mix-up or a slip, not a finding. */
  readonly plausible: readonly [number, number];
  readonly loinc: readonly string[];
  /** By UCUM code (and the plain spellings seen in the wild). */
  readonly from: Readonly<Record<string, (value: number) => number>>;
};
const same = (value: number): number => value;
const times = (factor: number) => (value: number) => value * factor;

export const QUANTITIES = {
  height: { unit: 'cm', digits: 1, plausible: [30, 260], loinc: LOINC.height, from: { cm: same, m: times(100), '[in_i]': times(2.54), in: times(2.54) } },
  weight: {
    unit: 'kg',
    digits: 1,
    plausible: [2, 500],
    loinc: LOINC.weight,
    from: { kg: same, g: times(0.001), '[lb_av]': times(0.45359237), lb: times(0.45359237) },
  },
  bmi: { unit: 'kg/m2', digits: 1, plausible: [8, 120], loinc: LOINC.bmi, from: { 'kg/m2': same } },
  systolic: { unit: 'mm[Hg]', digits: 0, plausible: [50, 300], loinc: LOINC.systolic, from: { 'mm[Hg]': same, mmHg: same, kPa: times(7.50062) } },
  diastolic: { unit: 'mm[Hg]', digits: 0, plausible: [20, 200], loinc: LOINC.diastolic, from: { 'mm[Hg]': same, mmHg: same, kPa: times(7.50062) } },
  // IFCC to NGSP by the master equation.
  hba1c: { unit: '%', digits: 1, plausible: [3, 20], loinc: LOINC.hba1c, from: { '%': same, 'mmol/mol': (v) => 0.09148 * v + 2.152 } },
  haemoglobin: { unit: 'g/L', digits: 0, plausible: [20, 250], loinc: LOINC.haemoglobin, from: { 'g/L': same, 'g/dL': times(10), 'mmol/L': times(16.114) } },
  creatinine: { unit: 'mg/dL', digits: 2, plausible: [0.1, 30], loinc: LOINC.creatinine, from: { 'mg/dL': same, 'umol/L': times(1 / 88.42) } },
  inr: { unit: '{INR}', digits: 1, plausible: [0.5, 20], loinc: LOINC.inr, from: { '{INR}': same, '1': same } },
  neck: { unit: 'cm', digits: 1, plausible: [20, 80], loinc: LOINC.neckCircumference, from: { cm: same, '[in_i]': times(2.54), in: times(2.54) } },
  ejectionFraction: { unit: '%', digits: 0, plausible: [5, 90], loinc: LOINC.ejectionFraction, from: { '%': same } },
} as const satisfies Record<string, Quantity>;

export type QuantityName = keyof typeof QUANTITIES;

export const QUANTITY_NAMES = Object.keys(QUANTITIES) as QuantityName[];

export const rounded = (value: number, digits: number): number => {
  const scale = 10 ** digits;
  return Math.round(value * scale + Number.EPSILON) / scale;
};

/** The value in the table's unit, rounded; `unit` when we do not know the unit, `implausible` when no person has such a value. */
export function convert(name: QuantityName, value: number, unit: string): { value: number } | { fault: 'unit' | 'implausible' } {
  const { digits, plausible, from }: Quantity = QUANTITIES[name];
  // What stands in braces is a remark in UCUM, not part of the unit: `mmol/mol{Hb}`.
  const known = [unit, unit.replace(/\{[^}]*\}$/, '')].find((u) => Object.hasOwn(from, u));
  if (known === undefined) return { fault: 'unit' };
  const converted = rounded(from[known]!(value), digits);
  return converted >= plausible[0] && converted <= plausible[1] ? { value: converted } : { fault: 'implausible' };
}
