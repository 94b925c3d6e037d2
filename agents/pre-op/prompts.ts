// What the model is asked: to say in its own words what the rule found, and nothing else. It sees no name, date of birth or contact.
import type { Prompt } from '../kernel/ports.ts';
import type { Finding, Rule } from './rules/rule.ts';

const SYSTEM = [
  'You reword the finding of a clinical rule for a doctor, in Turkish and in English, one to three plain sentences each.',
  'Repeat every number exactly as given, in digits. Add no number, no drug, no diagnosis and no advice that is not in the input.',
  'Do not greet, do not explain, do not use markup. Answer with one JSON object: {"tr": "…", "en": "…"}.',
].join('\n');

export const promptFor = (rule: Rule, { level, summary, items, actions }: Finding): Prompt => ({
  system: SYSTEM,
  user: JSON.stringify({
    rule: rule.title,
    level,
    summary,
    items: items.map(({ label, value, unit, points }) => ({ label, value, unit, points })),
    actions: actions.map(({ label }) => label),
  }),
});
