// Record and procedure in, findings out. Pure, and with the log's own time instead of a clock, so that a replay finds the same.
import type { PatientRecord, Review } from '../kernel/ports.ts';
import { isMinor } from './ask-facts.ts';
import { factsFrom } from './facts.ts';
import { RULES } from './rules/index.ts';
import type { Finding, Rule } from './rules/rule.ts';
import { scopeOf } from './scope.ts';

export type Found = { readonly rule: Rule; readonly finding: Finding };

/** What every rule finds. Staleness counts from the last thing recorded: the patient's last event, or the case entering review. */
export function evaluate(record: PatientRecord, review: Pick<Review, 'procedure' | 'since'>): Found[] {
  const facts = factsFrom(record.resources, Math.max(record.at, review.since));
  const scope = scopeOf(review.procedure);
  const minor = isMinor(facts);
  return RULES.filter(({ ages }) => ages === 'any' || !minor).flatMap((rule) => {
    const finding = rule.compute(facts, scope);
    return finding ? [{ rule, finding }] : [];
  });
}
