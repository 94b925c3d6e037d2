// The questions rules put to the facts. Each answer carries the events it rests on; "not known" is an answer of its own.
import { SYSTEM } from '#domain/patient/codes.ts';
import { type Drug, drugsIn } from '#domain/patient/drugs.ts';
import { asList, hasCode } from '#domain/patient/fhir.ts';
import { CODES, type Group, INSULIN, LASTING } from './codes.ts';
import type { Coded, Facts } from './facts.ts';
import type { QuantityName } from './units.ts';

const DAY = 86_400_000;
export type Why = 'absent' | 'stale' | 'unit' | 'implausible' | 'no-value';
export type Known = { readonly known: true; readonly value: number; readonly at: number; readonly eventIds: readonly string[] };
export type Unknown = { readonly known: false; readonly field: string; readonly why: Why; readonly eventIds: readonly string[] };

/** The newest reading if it is readable and at most `maxDays` old. An unreadable newest one is not passed over for an older one. */
export function latest(facts: Facts, field: QuantityName, maxDays: number): Known | Unknown {
  const newest = facts.readings[field]?.[0];
  if (!newest) return { known: false, field, why: 'absent', eventIds: [] };
  const { at, eventIds } = newest;
  if (facts.asOf - at > maxDays * DAY) return { known: false, field, why: 'stale', eventIds };
  return newest.value === undefined ? { known: false, field, why: newest.fault, eventIds } : { known: true, value: newest.value, at, eventIds };
}

/** Completed years; needs a whole birth date. */
export function age(facts: Facts): Known | Unknown {
  if (!facts.birth) return { known: false, field: 'birthDate', why: 'absent', eventIds: [] };
  const [now, born] = [new Date(facts.asOf), new Date(facts.birth.date)];
  const birthdayPassed = now.getUTCMonth() * 32 + now.getUTCDate() >= born.getUTCMonth() * 32 + born.getUTCDate();
  const value = now.getUTCFullYear() - born.getUTCFullYear() - (birthdayPassed ? 0 : 1);
  return { known: true, value, at: facts.asOf, eventIds: [facts.birth.eventId] };
}

export const isMinor = (facts: Facts): boolean => {
  const years = age(facts);
  return years.known && years.value < 18;
};

const inGroup = (group: Group) => (c: Coded) => hasCode(c.concept, SYSTEM.snomed, CODES[group]);
/** Conditions of this group on file: active ones, and past ones of the groups that leave a lasting risk. */
export const conditions = (facts: Facts, group: Group): Coded[] => facts.conditions.filter((c) => (c.active || LASTING.includes(group)) && inGroup(group)(c));
/** Procedures of this group that were done. */
export const done = (facts: Facts, group: Group): Coded[] => facts.procedures.filter(inGroup(group));

export type Taken = { readonly drug: Drug; readonly eventIds: readonly string[] };
/** The listed drugs with an active prescription that pass `wanted`, each once. */
export function taking(facts: Facts, wanted: (drug: Drug) => boolean): Taken[] {
  const found = new Map<Drug, string[]>();
  for (const { active, concept, eventId } of facts.medications)
    for (const drug of active ? drugsIn(concept).filter(wanted) : []) found.set(drug, [...(found.get(drug) ?? []), eventId]);
  return [...found].map(([drug, eventIds]) => ({ drug, eventIds }));
}
export const insulin = (facts: Facts): Coded[] =>
  facts.medications.filter(
    ({ active, concept }) =>
      active &&
      (hasCode(concept, SYSTEM.rxnorm, INSULIN.rxnorm) ||
        [concept.text, ...asList(concept.coding).map((c) => c.display)].some((w) => typeof w === 'string' && INSULIN.name.test(w))),
  );

export const eventsOf = (list: readonly Coded[]): string[] => [...new Set(list.map(({ eventId }) => eventId))];
export const daysSince = (facts: Facts, time: number): number => Math.floor((facts.asOf - time) / DAY);

/** Undefined when nobody recorded it. A coded smoker counts too. */
export function smokes(facts: Facts): { value: boolean | undefined; eventIds: readonly string[] } {
  const smoker = conditions(facts, 'currentSmoker');
  if (smoker.length > 0) return { value: true, eventIds: eventsOf(smoker) };
  const status = facts.smoking[0];
  return status ? { value: status.smokes, eventIds: [status.eventId] } : { value: undefined, eventIds: [] };
}
