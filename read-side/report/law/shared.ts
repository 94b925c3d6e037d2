// What several laws ask for in the same way.
import { type Role, RIGHTS, rightsOf } from '#domain/kernel/roles.ts';
import { among, amongPapers, having, type Judged } from './check.ts';
import { daysAgo, type Facts, type Look, papers, type Staff } from './facts.ts';

/** Long enough for somebody to get to it, short enough that it is not forgotten. */
const PATIENCE_DAYS = 7;
const UNUSED_DAYS = 90;

export const active = ({ staff }: Facts): Staff[] => staff.filter((one) => one.active);
export const readsHealth = ({ roles }: Staff): boolean => roles.some((one) => RIGHTS[one].health);
const readsPeople = ({ roles }: Staff): boolean => roles.some((one) => RIGHTS[one].personal);
export const showsHealth = ({ shown }: Look): boolean => shown.some(({ health }) => health);
export const byStaff = ({ looks }: Facts): Look[] => looks.filter(({ readerKind, abroad }) => readerKind === 'staff' && !abroad);

export const unsealed = ({ sample }: Facts): Judged => among(sample, ({ clear }) => clear);
export const withoutFactor = (facts: Facts): Judged => among(active(facts).filter(readsHealth), ({ factor }) => !factor);
export const peopleReadersWithoutFactor = (facts: Facts): Judged => among(active(facts).filter(readsPeople), ({ factor }) => !factor);

/** Who may read health data, was here for ninety days, and read nothing in them: does the access still have a reason? Auditors read when they audit. */
export const idle = (facts: Facts): Judged =>
  among(
    active(facts).filter((one) => readsHealth(one) && !one.roles.includes('auditor')),
    ({ id, invitedAt }) => invitedAt < daysAgo(facts, UNUSED_DAYS) && !facts.reads.get(id),
  );
export const openFindings = (facts: Facts): Judged =>
  among(facts.findings, ({ status, raisedAt }) => status === 'open' && raisedAt < daysAgo(facts, PATIENCE_DAYS));
/** Red findings nobody judged for 72 hours: by then the authority has to know, if it is a breach. */
export const lateRed = (facts: Facts): Judged =>
  among(
    facts.findings.filter(({ level }) => level === 'red'),
    ({ status, raisedAt }) => status === 'open' && raisedAt < daysAgo(facts, 3),
  );
export const unreviewedGlass = (facts: Facts): Judged =>
  amongPapers(papers(facts, 'breakglass'), ({ status, openedAt }) => status !== 'reviewed' && openedAt < daysAgo(facts, PATIENCE_DAYS));
/** Requests to be forgotten that got no answer in time: neither refused with a ground, nor restricted, nor carried out. */
export const unansweredErasures = (facts: Facts): Judged =>
  among(facts.erasures, ({ status, answerBy }) => status === 'requested' && answerBy != null && answerBy < facts.now);
const completed = ({ erasures }: Facts) => erasures.filter(({ status }) => status === 'completed');
export const unacknowledged = (facts: Facts): Judged => among(completed(facts), ({ sinks }) => sinks.some(({ at }) => !at));
export const withoutKeys = (facts: Facts): Judged => among(completed(facts), ({ keys }) => keys == null);
export const lostCertificates = ({ certificates }: Facts): Judged => among(certificates, ({ kept }) => !kept);

/** Looks that showed health data to a reader none of whose roles may see any; an emergency opens them by itself. */
export function beyondRole(facts: Facts): Judged {
  const roles = new Map(facts.staff.map((one) => [one.id, one.roles]));
  const mayNot = ({ readerId, readerRole }: Look) => !rightsOf([...(readerRole in RIGHTS ? [readerRole as Role] : []), ...(roles.get(readerId) ?? [])]).health;
  return among(byStaff(facts).filter(showsHealth), (look) => look.purpose !== 'emergency' && mayNot(look));
}
/** The retention policy: needed as soon as anybody's data are held. */
export const policyOf = (facts: Facts) => papers(facts, 'retention')[0]?.doc as { everyDays?: number; medicalRecordYears?: number; next?: string } | undefined;
export const retentionPolicy = (facts: Facts): Judged => having(policyOf(facts) !== undefined, facts.people.length, 'retention-policy');
