import { busiestHour } from './crowd.ts';
import { LAW, localTime, type Rule } from './rule.ts';

const AMBER = 10;

/** Asking for what one may not see, of one person after another: probing. */
export const secKeptBack: Rule = {
  id: 'SEC-KEPT-BACK',
  version: '1',
  title: { tr: 'Yetkisi olmayan kişi verileri art arda istendi', en: 'Data of many people were asked for and kept back' },
  law: [LAW.kvkk12, LAW.accessControl],
  types: ['DataDisclosed'],
  judge: ({ looks, zone }) => {
    const crowd = busiestHour(looks, ({ withheld }) => withheld);
    return crowd && crowd.count >= AMBER ? { ...crowd, level: 'amber', threshold: AMBER, occasion: localTime(crowd.to, zone).day } : undefined;
  },
};
