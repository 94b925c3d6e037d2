import { crowdOf, healthOf } from './crowd.ts';
import { LAW, localTime, type Rule } from './rule.ts';

/** From when to when it is night, in the tenant's time; and from how many people on somebody is asked about it. */
const [NIGHT, MORNING, AMBER] = [23, 6, 10];
const CARERS: ReadonlySet<string> = new Set(['treatment', 'emergency']);

/** At night other people than those who treat read health data of many. */
export const secHours: Rule = {
  id: 'SEC-HOURS',
  version: '1',
  title: {
    tr: 'Gece, tedavi dışı amaçla çok kişinin sağlık verisi görüntülendi',
    en: 'At night, health data of many people were read other than for treatment',
  },
  law: [LAW.kvkk12, LAW.activityReview],
  types: ['DataDisclosed'],
  judge: ({ looks, zone, trigger }) => {
    const isNight = ({ hour }: { hour: number }) => hour >= NIGHT || hour < MORNING;
    const crowd = crowdOf(
      looks.filter(({ at, purpose }) => !CARERS.has(purpose) && isNight(localTime(at, zone))),
      healthOf,
    );
    const { day } = localTime(Date.parse((trigger.data as { at: string }).at) - MORNING * 3_600_000, zone); // a night belongs to the day it began on
    return crowd && crowd.count >= AMBER ? { ...crowd, level: 'amber', threshold: AMBER, occasion: day } : undefined;
  },
};
