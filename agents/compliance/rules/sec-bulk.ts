import { busiestHour, healthOf } from './crowd.ts';
import { LAW, localTime, type Rule } from './rule.ts';

/** Ours, not the law's: a round on a full ward or a case list reads fewer people's health data within an hour. */
const [AMBER, RED] = [60, 200];

/** Health data of so many people within an hour as nobody treats. */
export const secBulk: Rule = {
  id: 'SEC-BULK',
  version: '1',
  title: { tr: 'Bir saat içinde çok sayıda kişinin sağlık verisi görüntülendi', en: 'Health data of very many people were read within an hour' },
  law: [LAW.kvkk12, LAW.activityReview, LAW.minimumNecessary],
  types: ['DataDisclosed'],
  judge: ({ looks, zone }) => {
    const crowd = busiestHour(looks, healthOf);
    if (!crowd || crowd.count < AMBER) return undefined;
    const level = crowd.count >= RED ? 'red' : 'amber';
    return { ...crowd, level, threshold: level === 'red' ? RED : AMBER, occasion: localTime(crowd.to, zone).day };
  },
};
