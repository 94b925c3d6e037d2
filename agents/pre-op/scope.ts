// What a planned procedure means for the rules, from the case's procedure code and text. A procedure that is not in the table leaves the
// questions open (undefined), and the rules that need an answer say so.

/** Bleeding risk as in PAUSE and CHEST 2022. */
export type Bleeding = 'minimal' | 'low' | 'high';
export type Kind = 'bariatric' | 'dental' | 'hair' | 'rhinoplasty' | 'breast' | 'liposuction' | 'abdominoplasty' | 'orthopaedic' | 'eye' | 'abdominal';
export type Scope = {
  readonly kinds: readonly Kind[];
  /** More than a minor procedure under local anaesthesia. */
  readonly major?: boolean;
  /** Intraperitoneal, intrathoracic or suprainguinal vascular: the surgery item of the cardiac risk index. */
  readonly highRiskSite?: boolean;
  readonly bleeding?: Bleeding;
};

type Entry = {
  readonly kind: Kind;
  readonly major: boolean;
  readonly highRiskSite: boolean;
  readonly bleeding: Bleeding;
  readonly snomed: readonly string[];
  readonly words: RegExp;
};
const entry = (kind: Kind, [major, highRiskSite, bleeding]: [boolean, boolean, Bleeding], words: RegExp, snomed: string[] = []): Entry => ({
  kind,
  major,
  highRiskSite,
  bleeding,
  words,
  snomed,
});

const ENTRIES: readonly Entry[] = [
  entry(
    'bariatric',
    [true, true, 'high'],
    /bariatri|obezite cerrah|sleeve gastrectomy|gastric (sleeve|bypass|band)|(tüp|tup) mide|mide (küçültme|balonu|bypass)/,
  ),
  entry('dental', [false, false, 'minimal'], /dental|tooth|teeth|molar|dent(al )?implant|veneer|diş|implant üstü|zirkonyum/, ['65546002']),
  entry('hair', [false, false, 'minimal'], /\bhair|\bfue\b|\bdhi\b|saç ekim|sakal ekim/),
  entry('rhinoplasty', [true, false, 'high'], /rhinoplast|septoplast|nose (job|reshaping)|rinoplast|burun estetiği/),
  entry('breast', [true, false, 'high'], /breast|mammoplast|mastopex|meme (büyütme|küçültme|dikleştirme|estetiği|protezi)/),
  entry('liposuction', [true, false, 'high'], /liposuc|lipoplast|vaser|brazilian butt|\bbbl\b|liposakşın|yağ aldırma/),
  entry('abdominoplasty', [true, false, 'high'], /abdominoplast|tummy tuck|karın germe/),
  entry('orthopaedic', [true, false, 'high'], /arthroplast|(hip|knee|shoulder) replacement|spinal fusion|artroplasti|(kalça|diz|omuz) protezi/, [
    '52734007',
    '609588000',
  ]),
  entry('eye', [false, false, 'minimal'], /cataract|lasik|\bprk\b|phaco|katarakt|göz lazer|akıllı lens/),
  entry('abdominal', [true, true, 'high'], /cholecystect|hysterect|colect|hernia|laparotom|laparoscopy\b|laparoskopi\b|kolesistekt|histerekt|fıtık/),
];

const RISK: readonly Bleeding[] = ['minimal', 'low', 'high'];
const highest = (risks: readonly Bleeding[]): Bleeding => RISK[Math.max(...risks.map((r) => RISK.indexOf(r)))]!;

/** Several procedures in one text count together, each question by its riskiest answer. */
export function scopeOf(procedure: { code: string; text: string }): Scope {
  const text = procedure.text.toLocaleLowerCase('tr').normalize('NFC');
  const plain = procedure.text.toLowerCase();
  const found = ENTRIES.filter(({ snomed, words }) => snomed.includes(procedure.code) || words.test(plain) || words.test(text));
  if (found.length === 0) return { kinds: [] };
  return {
    kinds: found.map(({ kind }) => kind),
    major: found.some(({ major }) => major),
    highRiskSite: found.some(({ highRiskSite }) => highRiskSite),
    bleeding: highest(found.map(({ bleeding }) => bleeding)),
  };
}
export const is = (scope: Scope, kind: Kind): boolean => scope.kinds.includes(kind);
