// A security rule: facts in, at most one finding out. No clock, no chance: the same facts give the same finding.
import type { Article, FindingLevel, Place } from '#domain/finding/messages.ts';
import type { Facts } from '../watch.ts';

export type Noticed = {
  readonly level: FindingLevel;
  /** What makes this occasion one and the same, besides rule and actor: a day, an event. */
  readonly occasion: string;
  readonly patientIds: readonly string[];
  readonly eventIds: readonly string[];
  readonly count: number;
  readonly threshold: number;
  readonly places?: readonly Place[];
  /** Milliseconds. */
  readonly from: number;
  readonly to: number;
};
export type Rule = {
  readonly id: string;
  readonly version: string;
  readonly title: { readonly tr: string; readonly en: string };
  readonly law: readonly Article[];
  /** The events after which the rule may have something to say. */
  readonly types: readonly string[];
  readonly judge: (facts: Facts) => Noticed | undefined;
};

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const LAW = {
  kvkk12: {
    citation: 'KVKK m. 12: veri güvenliğine ilişkin yükümlülükler',
    url: 'https://www.mevzuat.gov.tr/mevzuat?MevzuatNo=6698&MevzuatTur=1&MevzuatTertip=5',
  },
  kvkk6: {
    citation: 'KVKK m. 6: özel nitelikli kişisel verilerin işlenmesi',
    url: 'https://www.mevzuat.gov.tr/mevzuat?MevzuatNo=6698&MevzuatTur=1&MevzuatTertip=5',
  },
  activityReview: {
    citation: 'HIPAA 45 CFR 164.308(a)(1)(ii)(D): information system activity review',
    url: 'https://www.ecfr.gov/current/title-45/section-164.308',
  },
  minimumNecessary: { citation: 'HIPAA 45 CFR 164.502(b): minimum necessary', url: 'https://www.ecfr.gov/current/title-45/section-164.502' },
  accessControl: { citation: 'HIPAA 45 CFR 164.312(a): access control', url: 'https://www.ecfr.gov/current/title-45/section-164.312' },
} as const satisfies Record<string, Article>;

/** The calendar day, as `2026-03-01`, and the hour of an instant where the tenant is. */
export function localTime(at: number, zone: string): { day: string; hour: number } {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' });
  const part = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]));
  return { day: `${part['year']}-${part['month']}-${part['day']}`, hour: Number(part['hour']) };
}
