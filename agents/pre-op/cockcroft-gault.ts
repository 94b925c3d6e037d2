// Creatinine clearance by Cockcroft and Gault (1976): ((140 − age) × weight kg) / (72 × creatinine mg/dL), × 0.85 for women.
import { age, type Known, latest, type Unknown } from './ask-facts.ts';
import type { Facts } from './facts.ts';
import { rounded } from './units.ts';

export const CREATININE_DAYS = 90;
export const WEIGHT_DAYS = 180;

/** mL/min, rounded; or what is not known. Adults only: a child's age counts as not usable. */
export function creatinineClearance(facts: Facts): Known | { readonly known: false; readonly unknown: readonly Unknown[] } {
  const [years, weight, creatinine] = [age(facts), latest(facts, 'weight', WEIGHT_DAYS), latest(facts, 'creatinine', CREATININE_DAYS)];
  const unknown: Unknown[] = [years, weight, creatinine].filter((v): v is Unknown => !v.known);
  if (!facts.sex) unknown.push({ known: false, field: 'sex', why: 'absent', eventIds: [] });
  if (years.known && years.value < 18) unknown.push({ known: false, field: 'birthDate', why: 'implausible', eventIds: years.eventIds });
  if (!years.known || !weight.known || !creatinine.known || !facts.sex || unknown.length > 0) return { known: false, unknown };
  const clearance = (((140 - years.value) * weight.value) / (72 * creatinine.value)) * (facts.sex.value === 'female' ? 0.85 : 1);
  const eventIds = [...new Set([...creatinine.eventIds, ...weight.eventIds, ...years.eventIds, facts.sex.eventId])];
  return { known: true, value: rounded(Math.max(0, clearance), 0), at: creatinine.at, eventIds };
}
