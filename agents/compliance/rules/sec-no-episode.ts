import { crowdOf, healthOf } from './crowd.ts';
import { LAW, localTime, type Rule } from './rule.ts';

/** One such look may be how a case begins. */
const AMBER = 5;
const CARE: ReadonlySet<string> = new Set(['treatment', 'care-coordination']);

/** Health data read “for treatment” of people whom nobody here treats: no case, and none that ended lately. */
export const secNoEpisode: Rule = {
  id: 'SEC-NO-EPISODE',
  version: '1',
  title: {
    tr: 'Açık vakası olmayan kişilerin sağlık verisi tedavi amacıyla görüntülendi',
    en: 'Health data of people without a case were read as for treatment',
  },
  law: [LAW.kvkk6, LAW.kvkk12, LAW.minimumNecessary],
  types: ['DataDisclosed'],
  judge: ({ looks, withoutEpisode, zone }) => {
    const crowd = crowdOf(
      looks.filter(({ purpose }) => CARE.has(purpose)),
      (look) => healthOf(look).filter((id) => withoutEpisode.has(id)),
    );
    return crowd && crowd.count >= AMBER ? { ...crowd, level: 'amber', threshold: AMBER, occasion: localTime(crowd.to, zone).day } : undefined;
  },
};
