import { LAW, type Rule } from './rule.ts';

/** A reviewer found that an emergency access was none: that is a violation to follow up, and may be one to report. */
export const secNotJustified: Rule = {
  id: 'SEC-NOT-JUSTIFIED',
  version: '1',
  title: { tr: 'Acil erişim incelemede gerekçesiz bulundu', en: 'An emergency access was found not to be justified' },
  law: [LAW.kvkk12, LAW.accessControl],
  types: ['BreakGlassReviewed'],
  judge: ({ trigger }) => {
    if (trigger.type !== 'BreakGlassReviewed') return undefined;
    const { verdict, patientId } = trigger.data as { verdict: string; patientId: string };
    const at = Date.parse(trigger.meta.occurredAt);
    if (verdict !== 'not-justified') return undefined;
    return { level: 'red', patientIds: [patientId], eventIds: [trigger.id], count: 1, threshold: 1, from: at, to: at, occasion: trigger.stream.id };
  },
};
