// A case as labelled facts, so that two states of it can be laid side by side and compared in words.
import { type CaseDetail, isAbsent, type Opened } from '../api/types.ts';
import { procedureName } from '../cases/procedures.ts';
import type { Key, Language, Translate } from '../i18n/catalogue.ts';
import { wordFor } from '../i18n/catalogue.ts';
import type { ThenAndNow } from './ThenNow.tsx';

export type Fact = { key: string; label: string; value: string };

const list = (of: Opened<{ text: string }[]> | undefined, t: Translate): string => {
  if (of === undefined) return '';
  return isAbsent(of) ? t(`absent.${of.absent}`) : of.map(({ text }) => text).join(', ');
};
const text = <T>(of: Opened<T> | undefined, t: Translate, show: (value: T) => string): string =>
  of === undefined || of === null ? '' : isAbsent(of) ? t(`absent.${of.absent}`) : show(of);

/** What a person would say about the case, in the order they would say it. Recommendations come last, one fact each. */
export function factsOf(item: CaseDetail, t: Translate, language: Language): Fact[] {
  const fact = (key: Key & `fact.${string}`, value: string): Fact => ({ key, label: t(key), value });
  const records = Object.entries(item.patient.counts).map(([kind, count]) => `${wordFor(t, 'kind', kind)} ${count}`);
  return [
    fact('fact.stage', t(`stage.${item.stage}`)),
    fact('fact.status', t(`status.${item.status}`)),
    fact('fact.next', item.next.map((stage) => t(`stage.${stage}`)).join(', ')),
    fact(
      'fact.procedure',
      text(item.procedure, t, (procedure) => procedureName(procedure, language)),
    ),
    fact(
      'fact.evaluation',
      text(item.evaluation, t, ({ decision, note }) => [t(`evaluation.${decision}`), note].filter(Boolean).join(': ')),
    ),
    fact('fact.flags', t('fact.flags.value', item.flags)),
    fact('fact.allergies', list(item.patient.allergies, t)),
    fact('fact.anticoagulants', list(item.patient.anticoagulants, t)),
    fact('fact.redFlags', item.patient.redFlags.map(({ title }) => title[language]).join(', ')),
    fact('fact.records', records.join(', ')),
    ...item.recommendations.map(({ id, title, status, level }) => ({
      key: id,
      label: title[language],
      value: `${t(`level.${level}`)} · ${t(`rec.status.${status}`)}`,
    })),
  ];
}

/** Puts the facts of two states beside each other; a fact that one side lacks is empty there. */
export function compare(then: readonly Fact[], now: readonly Fact[]): ThenAndNow[] {
  const before = new Map(then.map((fact) => [fact.key, fact]));
  const after = new Map(now.map((fact) => [fact.key, fact]));
  return [...new Set([...before.keys(), ...after.keys()])].map((key) => {
    const [a, b] = [before.get(key), after.get(key)];
    const pair = { then: a?.value ?? '', now: b?.value ?? '' };
    return { key, label: (b ?? a)!.label, ...pair, changed: pair.then !== pair.now };
  });
}
