// How far a person's data may be erased, and the grounds in law that keep some of it for a while. What a clinic keeps for how long is for
// its counsel to say: the years are the tenant's retention policy, the articles are what the answer to the person names.
import { plusDays } from '../kernel/instants.ts';

/** Each step includes those before it. restrict: nobody reads; pseudonymise: who it was is gone; destroy: everything is. */
export const STEPS = ['restrict', 'pseudonymise', 'destroy'] as const;
export type Step = (typeof STEPS)[number];
export const rankOf = (step: Step | undefined): number => (step ? STEPS.indexOf(step) : -1);

export const GROUNDS = ['care-under-way', 'medical-record', 'commercial-record', 'legal-claim', 'research', 'audit-record'] as const;
export type Ground = (typeof GROUNDS)[number];
/** `until`: when the ground ends; absent while nobody knows. */
export type Kept = { readonly ground: Ground; readonly article: string; readonly until?: string };

/** `permits`: the furthest step while the ground holds; absent: none. */
type Rule = { readonly article: string; readonly permits?: Step };
export const GROUND_RULES: Readonly<Record<Ground, Rule>> = {
  'care-under-way': { article: 'KVKK 6(3)(e)' },
  'medical-record': { article: 'KVKK 5(2)(ç), 7; retention of patient files', permits: 'restrict' },
  'commercial-record': { article: 'TTK 82', permits: 'restrict' },
  'legal-claim': { article: 'KVKK 5(2)(e)', permits: 'restrict' },
  research: { article: 'KVKK 28(1)(b)', permits: 'pseudonymise' },
  'audit-record': { article: 'KVKK 12; HIPAA 164.316(b)(2)(i): who did what', permits: 'restrict' },
};

/** What the hub knows of a person that may be a ground. Times are ISO. `years`: the tenant's retention policy. */
export type Holdings = {
  readonly careUnderWay: boolean;
  readonly lastCareAt?: string;
  readonly lastTradeAt?: string | undefined;
  /** Until when somebody worked here. */
  readonly lastDutyAt?: string | undefined;
  readonly openClaim: boolean;
  readonly research: boolean;
};
export type KeptYears = { readonly medicalRecord: number; readonly commercialRecord: number };
export const DEFAULT_YEARS: KeptYears = { medicalRecord: 20, commercialRecord: 10 };
const AUDIT_YEARS = 6;

const DAYS_A_YEAR = 365.25;
const after = (at: string | undefined, years: number): string | undefined => at && plusDays(at, Math.ceil(years * DAYS_A_YEAR));

/** The grounds that hold at `now`. */
export function groundsFor(holdings: Holdings, years: KeptYears, now: string): Kept[] {
  const kept = (ground: Ground, until?: string): Kept => ({ ground, article: GROUND_RULES[ground].article, ...(until && { until }) });
  const runs = (until: string | undefined): until is string => until !== undefined && until > now;
  const [medical, commercial] = [after(holdings.lastCareAt, years.medicalRecord), after(holdings.lastTradeAt, years.commercialRecord)];
  const audit = after(holdings.lastDutyAt, AUDIT_YEARS);
  return [
    ...(holdings.careUnderWay ? [kept('care-under-way')] : []),
    ...(runs(medical) ? [kept('medical-record', medical)] : []),
    ...(runs(commercial) ? [kept('commercial-record', commercial)] : []),
    ...(holdings.openClaim ? [kept('legal-claim')] : []),
    ...(holdings.research ? [kept('research')] : []),
    ...(runs(audit) ? [kept('audit-record', audit)] : []),
  ];
}

/** The furthest step that all the grounds permit; undefined when one permits none. */
export function permittedBy(grounds: readonly Kept[]): Step | undefined {
  const ranks = grounds.map(({ ground }) => rankOf(GROUND_RULES[ground].permits));
  return STEPS[Math.min(STEPS.length - 1, ...ranks)];
}
