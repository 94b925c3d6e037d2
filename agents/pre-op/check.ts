// What a model wrote is used only if it says nothing that the rule did not: no further number, drug or diagnosis, and no number of the
// summary left out. This cannot prove that the sense is kept, which is why the items stand beside the text and a clinician decides.
import { z } from 'zod';
import { DRUGS } from '#domain/patient/drugs.ts';
import type { Bilingual } from '#domain/recommendation/messages.ts';
import type { Finding, Rule } from './rules/rule.ts';

const MAX_LENGTH = 700;
const answer = z.strictObject({ tr: z.string().trim().min(1).max(MAX_LENGTH), en: z.string().trim().min(1).max(MAX_LENGTH) });

const lower = (text: string): string => text.toLocaleLowerCase('tr').replaceAll('ı', 'i').normalize('NFC');
const wordsIn = (text: string): string[] =>
  lower(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
const numbersIn = (text: string): Set<string> => new Set((text.match(/\d+(?:[.,]\d+)*/g) ?? []).map((n) => String(Number(n.replace(',', '.')))));
const romansIn = (text: string): Set<string> => new Set(text.match(/(?<![\p{L}\p{N}])[IVX]{1,4}(?![\p{L}\p{N}])/gu) ?? []);

// "bir" and "one" are left out: they are articles and pronouns far more often than numbers.
const NUMBER_WORDS = {
  tr: 'iki üç dört beş alti yedi sekiz dokuz on yirmi otuz kirk elli altmiş yetmiş seksen doksan yüz bin yarim çeyrek',
  en: 'two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty ninety hundred thousand half quarter twice double triple dozen',
};
const MORE_DRUGS =
  'metformin insulin insülin ibuprofen naproxen naproksen paracetamol parasetamol acetaminophen morphine morfin tramadol propofol ketamine ketamin digoxin digoksin furosemide furosemid prednisone prednizon levothyroxine levotiroksin amiodarone amiodaron vitamin antibiotic antibiyotik steroid nsaid'.split(
    ' ',
  );
const DRUG_NAMES = new Set([...DRUGS.flatMap(({ names }) => names.flatMap(wordsIn)), ...MORE_DRUGS.map(lower)]);
/** Endings by which generic drug names are made, in English and Turkish spelling. */
const DRUG_STEM =
  /\p{L}{2,}(pril|sartan|olol|statin|gliptin|gliflozin|glutid|glutide|parin|xaban|ksaban|gatran|grel|grelor|cillin|silin|mycin|misin|cycline|siklin|floxacin|floksasin|azole|azol|prazol|setron|dipine|dipin|thiazide|tiyazid|semide|semid|zepam|zolam|caine|kain|fentanil|fentanyl|mab|tinib|vir|formin|glitazone|glitazon|profen|oxicam|oksikam|coxib|koksib)$/u;
const DIAGNOSES =
  /^(cancer|kanser|tumou?r|tümör|carcinoma|karsinom|stroke|inme|infarct|infarkt|diabet|diyabet|hypertens|hipertans|anaemi|anemi|sepsis|pneumon|pnömon|zatürre|thrombo|tromb|embol|asthma|astim|copd|koah|pregnan|gebe|apnoea|apnea|apne|arrhythm|aritm|fibrillat|fibrilas|depress|obes|obez|angina|dementia|demans|epilep|haemophil|hemofil|hepatit|nephro|nefro|cirrhos|siroz|infect|enfeks|allerg|alerji|syndrom|sendrom|ischaem|ischem|iskem|hyperlipid|hiperlipid)/u;
const DIAGNOSIS_STEM = /\p{L}{3,}(itis|aemia|emia|oma|opathy|opati|plegia|pleji|rrhage|rrhagia)$/u;

/** A word of the source may stand in the text with another ending: Turkish declines "warfarin" to "warfarini". */
const sameStem = (source: string, word: string): boolean =>
  (source.length >= 4 && word.startsWith(source) && word.length - source.length <= 6) || source.startsWith(word.slice(0, Math.max(6, word.length - 3)));
const isFrom = (source: readonly string[], word: string): boolean => source.some((s) => s === word || sameStem(s, word));
const suspicious = (word: string): boolean =>
  DRUG_NAMES.has(word) ||
  DRUG_STEM.test(word) ||
  DIAGNOSES.test(word) ||
  DIAGNOSIS_STEM.test(word) ||
  [...DRUG_NAMES].some((d) => d.length > 5 && word.startsWith(d));
const newIn = (found: Set<string>, allowed: Set<string>): boolean => [...found].some((one) => !allowed.has(one));

function faultIn(text: string, language: 'tr' | 'en', summary: string, source: string): string | undefined {
  if (/<[a-z!/]|[{}[\]`*#]|https?:|www\./i.test(text)) return 'markup';
  if (newIn(numbersIn(text), numbersIn(source)) || newIn(romansIn(text), romansIn(source))) return 'number';
  if (newIn(numbersIn(summary), numbersIn(text)) || newIn(romansIn(summary), romansIn(text))) return 'number-lost';
  const [words, known, numbers] = [wordsIn(text), wordsIn(source), NUMBER_WORDS[language].split(' ')];
  if (words.some((word) => numbers.includes(word) && !known.includes(word))) return 'number-word';
  return words.some((word) => suspicious(word) && !isFrom(known, word)) ? 'drug-or-diagnosis' : undefined;
}

/** The model's summary, or why it may not be used. */
export function checked(raw: string, rule: Rule, finding: Finding): { readonly summary: Bilingual } | { readonly fault: string } {
  const parsed = answer.safeParse(parseJson(raw));
  if (!parsed.success) return { fault: 'shape' };
  const fixed = [rule.title, finding.summary, ...finding.items.map(({ label }) => label), ...finding.actions.map(({ label }) => label)];
  const values = finding.items.map(({ value, points }) => `${value ?? ''} ${points ?? ''}`).join(' ');
  const source = `${fixed.map(({ tr, en }) => `${tr} ${en}`).join(' ')} ${values}`;
  const fault = faultIn(parsed.data.tr, 'tr', finding.summary.tr, source) ?? faultIn(parsed.data.en, 'en', finding.summary.en, source);
  return fault ? { fault } : { summary: parsed.data };
}

function parseJson(raw: string): unknown {
  try {
    return JSON.parse(raw.replace(/^\s*```(?:json)?\s*|\s*```\s*$/g, ''));
  } catch {
    return undefined;
  }
}
