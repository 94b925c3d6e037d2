import type { Item } from '#domain/recommendation/messages.ts';
import { isAntiplatelet } from '#domain/patient/drugs.ts';
import { conditions, daysSince, done, eventsOf, taking } from '../ask-facts.ts';
import type { Coded, Facts } from '../facts.ts';
import { both, joined } from '../say.ts';
import { codedItem, type Finding, nameOf, type Rule, UNSIGNED } from './rule.ts';

/** Days an antiplatelet is usually held. Aspirin is usually continued; ticagrelor 3 to 5 days, the longer one is shown. */
const HOLD: Readonly<Record<string, number>> = { clopidogrel: 5, ticagrelor: 5, prasugrel: 7 };
const STENT_ACS = 365;
const STENT_STABLE = 182;
const INFARCTION = 60;
const STROKE = 90;
/** An infarction this close to a stent makes it a stent for an acute coronary syndrome. */
const SAME_EPISODE = 30;

const specialist = {
  code: 'specialist-decides',
  label: both('Elektif işlem zamanına kardiyoloji/nöroloji karar verir', 'Cardiology or neurology decides when an elective procedure may be done'),
};
const prescriber = {
  code: 'prescriber-decides',
  label: both('Ara verme veya devam kararını reçete eden hekim verir', 'The prescriber decides on holding or continuing'),
};
const dates = { code: 'settle-dates', label: both('Olay tarihini ve nedenini netleştir', 'Settle the date and the reason of the event') };

type Verdict = { readonly item: Item; readonly verdict: 'red' | 'open' | 'clear'; readonly field?: 'onset' | 'indication' };
const verdict = (result: Verdict['verdict'], code: string, tr: string, en: string, of: readonly Coded[], field?: Verdict['field']): Verdict => ({
  verdict: result,
  item: codedItem(code, both(tr, en), eventsOf(of)),
  ...(field ? { field } : {}),
});
const newest = (events: readonly Coded[]): number | undefined => {
  const dated = events.flatMap(({ since }) => since ?? []);
  return dated.length > 0 && dated.length === events.length ? Math.max(...dated) : undefined;
};

function within(facts: Facts, events: readonly Coded[], days: number, code: string, tr: string, en: string): Verdict[] {
  if (events.length === 0) return [];
  const last = newest(events);
  if (last === undefined)
    return [verdict('open', `${code}.undated`, `${tr}: ${nameOf('onset').tr.toLowerCase()} yok`, `${en}: no date on file`, events, 'onset')];
  return daysSince(facts, last) < days ? [verdict('red', code, `${tr}, ${days} günden yakın`, `${en} less than ${days} days ago`, events)] : [];
}

/** A stent: six months always, twelve when it was for an acute coronary syndrome; in between the reason has to be known. */
function stent(facts: Facts): Verdict[] {
  const [stents, infarctions] = [done(facts, 'coronaryStent'), conditions(facts, 'myocardialInfarction')];
  const last = newest(stents);
  const early = within(facts, stents, STENT_STABLE, 'stent', 'Koroner stent', 'Coronary stent');
  if (last === undefined || early.length > 0 || daysSince(facts, last) >= STENT_ACS) return early;
  const acute = infarctions.some(({ since }) => since !== undefined && Math.abs(daysSince(facts, since) - daysSince(facts, last)) <= SAME_EPISODE);
  if (acute)
    return [
      verdict(
        'red',
        'stent-acs',
        `Akut koroner sendrom için stent, ${STENT_ACS} günden yakın`,
        `Stent for an acute coronary syndrome less than ${STENT_ACS} days ago`,
        stents,
      ),
    ];
  return [verdict('open', 'stent.indication', 'Koroner stent: nedeni kayıtlı değil', 'Coronary stent: the reason is not on file', stents, 'indication')];
}

const timing = (facts: Facts): Verdict[] => [
  ...stent(facts),
  // A stent restarts the clock with longer terms, so the infarction alone counts only without one.
  ...(done(facts, 'coronaryStent').length > 0
    ? []
    : within(
        facts,
        conditions(facts, 'myocardialInfarction'),
        INFARCTION,
        'infarction',
        'Stentsiz miyokard infarktüsü',
        'Myocardial infarction without a stent',
      )),
  ...within(
    facts,
    [...conditions(facts, 'stroke'), ...conditions(facts, 'transientIschaemicAttack')],
    STROKE,
    'stroke',
    'İnme veya geçici iskemik atak',
    'Stroke or transient ischaemic attack',
  ),
];

const drugItems = (facts: Facts): Item[] =>
  taking(facts, isAntiplatelet).map(({ drug: { ingredient }, eventIds }) => {
    const days = HOLD[ingredient];
    const item = codedItem(ingredient, both(ingredient, ingredient), eventIds);
    return days === undefined ? item : { ...item, value: days, unit: 'd' };
  });
const drugText = ({ code, value }: Item) => {
  if (code === 'aspirin') return both('aspirin genellikle sürdürülür', 'aspirin is usually continued');
  return value === undefined
    ? both(`${code}: süreyi reçete eden belirler`, `${code}: the prescriber sets the time`)
    : both(`${code} genellikle ${value} gün kesilir`, `${code} is usually held ${value} days`);
};

/** Antiplatelets before a procedure, and elective procedures that come too soon after a stent, an infarction or a stroke. */
export const preApt: Rule = {
  ...UNSIGNED,
  id: 'PRE-APT',
  version: '1.0.0',
  ages: 'any',
  title: both('Antiplatelet tedavi ve yakın vasküler olay', 'Antiplatelet treatment and recent vascular events'),
  inputs: [{ field: 'medications' }, { field: 'conditions' }, { field: 'procedures' }, { field: 'onset' }, { field: 'indication' }],
  evidence: [
    { citation: 'Perioperative management of antithrombotic therapy: CHEST guideline', year: 2022, url: 'https://doi.org/10.1016/j.chest.2022.07.025' },
    {
      citation: 'AHA/ACC guideline for perioperative cardiovascular management for noncardiac surgery',
      year: 2024,
      url: 'https://doi.org/10.1161/CIR.0000000000001285',
    },
  ],
  compute(facts) {
    const [verdicts, drugs] = [timing(facts), drugItems(facts)];
    if (verdicts.length === 0 && drugs.length === 0) return undefined;
    const items = [...verdicts.map(({ item }) => item), ...drugs];
    const missing = [...new Set(verdicts.flatMap(({ field }) => field ?? []))];
    const summary = joined([
      ...verdicts.map(({ item }) => both(`${item.label.tr}.`, `${item.label.en}.`)),
      ...drugs.map(drugText).map(({ tr, en }) => both(`${tr}.`, `${en}.`)),
    ]);
    const told = drugs.length > 0 ? [prescriber] : [];
    const of = (level: Finding['level'], code: string, actions: Finding['actions']): Finding => ({ level, code, summary, items, missing, actions });
    if (verdicts.some((v) => v.verdict === 'red')) return of('red', 'too-soon', [specialist, ...told]);
    if (missing.length > 0) return of('insufficient-data', 'timing-open', [dates, ...told]);
    return drugs.every(({ code }) => code === 'aspirin') ? of('info', 'aspirin', told) : of('amber', 'antiplatelet', told);
  },
};
