import { LAW, localTime, type Rule } from './rule.ts';

const AMBER = 3;

/** An emergency every other day is none: three within a week by one member. */
export const secGlassOften: Rule = {
  id: 'SEC-GLASS-OFTEN',
  version: '1',
  title: { tr: 'Acil erişim bir hafta içinde sık kullanıldı', en: 'Emergency access was used often within a week' },
  law: [LAW.kvkk12, LAW.accessControl],
  types: ['BreakGlassOpened'],
  judge: ({ glass, zone, trigger }) => {
    if (trigger.type !== 'BreakGlassOpened' || glass.length < AMBER) return undefined;
    const [from, to] = [glass[0]!.at, glass.at(-1)!.at];
    const patientIds = [...new Set(glass.map(({ patientId }) => patientId))];
    return { level: 'amber', patientIds, eventIds: [trigger.id], count: glass.length, threshold: AMBER, from, to, occasion: localTime(to, zone).day };
  },
};
