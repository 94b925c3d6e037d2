// The words of a recommendation without any model: the rule's summary, what is missing, and that nobody has signed the rule.
import type { Bilingual } from '#domain/recommendation/messages.ts';
import { type Finding, nameOf } from './rules/rule.ts';
import { both, joined } from './say.ts';

export const UNSIGNED_NOTICE = both('İmzasız kural: bir klinisyen doğrulamalıdır.', 'Unsigned rule: a clinician must confirm.');

/** What stands after every text, also after one that a model worded. */
export function notices({ missing }: Finding): Bilingual {
  if (missing.length === 0) return UNSIGNED_NOTICE;
  const names = missing.map(nameOf);
  const fields = both(`Eksik bilgi: ${names.map(({ tr }) => tr).join(', ')}.`, `Missing: ${names.map(({ en }) => en).join(', ')}.`);
  return joined([fields, UNSIGNED_NOTICE]);
}
export const textOf = (finding: Finding, summary: Bilingual = finding.summary): Bilingual => joined([summary, notices(finding)]);
