// One article of law, and the check the hub makes for it. What no record shows is said to be unknown, with what a person has to attest.
import type { Facts } from './facts.ts';

export type Words = { readonly tr: string; readonly en: string };
export type Citation = { readonly citation: string; readonly url: string };
/** How many records were looked at, and the ids of those that speak against the article. */
export type Judged = { readonly looked: number; readonly against: readonly string[] };
export type Check = {
  readonly id: string;
  readonly law: Citation;
  readonly check: Words;
  /** Where the evidence is: routes and commands. */
  readonly see: readonly string[];
  /** Undefined: the hub cannot know, here and now. */
  readonly judge?: (facts: Facts) => Judged | undefined;
  /** What is left for a person to attest. */
  readonly attest?: Words;
};
export const STATUSES = ['holds', 'does-not-hold', 'not-applicable', 'unknown'] as const;
export type Outcome = Judged & { readonly status: (typeof STATUSES)[number] };

/** `holds`: records were looked at, and none speaks against it. `not-applicable`: there is nothing yet to look at. */
export function outcomeOf({ judge }: Check, facts: Facts): Outcome {
  const judged = judge?.(facts);
  if (!judged) return { status: 'unknown', looked: 0, against: [] };
  const status = judged.against.length > 0 ? 'does-not-hold' : judged.looked === 0 ? 'not-applicable' : 'holds';
  return { status, ...judged };
}

/** Looks at all of them; `speaksAgainst` picks those that do. */
export const among = <T extends { readonly id: string }>(all: readonly T[], speaksAgainst: (one: T) => boolean): Judged => ({
  looked: all.length,
  against: all.filter(speaksAgainst).map(({ id }) => id),
});
/** The same over records of health tourism. */
export const amongPapers = <T extends { readonly streamId: string }>(all: readonly T[], speaksAgainst: (one: T) => boolean): Judged =>
  among(
    all.map((one) => ({ ...one, id: one.streamId })),
    speaksAgainst,
  );
/** A thing the tenant has or lacks, which matters only once there is `matters`. */
export const having = (has: boolean, matters: number, lack: string): Judged => ({ looked: matters, against: has || matters === 0 ? [] : [lack] });

const ecfr = (section: string) => `https://www.ecfr.gov/current/title-45/section-${section}`;
export const hipaa = (section: string, title: string): Citation => ({
  citation: `HIPAA 45 CFR ${section}: ${title}`,
  url: ecfr(section.replace(/\(.*$/, '')),
});
export const gdpr = (article: number, title: string): Citation => ({
  citation: `GDPR Art. ${article}: ${title}`,
  url: `https://gdpr-info.eu/art-${article}-gdpr/`,
});
const KVKK_URL = 'https://www.mevzuat.gov.tr/mevzuat?MevzuatNo=6698&MevzuatTur=1&MevzuatTertip=5';
export const kvkk = (article: string, title: string): Citation => ({ citation: `KVKK m. ${article}: ${title}`, url: KVKK_URL });
/** What the authority or a ministry wrote: the text by its number, and where such texts are published. */
export const board = (citation: string): Citation => ({ citation, url: 'https://www.kvkk.gov.tr' });
export const gazette = (number: number, title: string): Citation => ({ citation: `RG ${number}: ${title}`, url: 'https://www.resmigazete.gov.tr' });
