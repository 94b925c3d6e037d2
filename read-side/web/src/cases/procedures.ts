import type { Bilingual } from '../api/types.ts';

export type Offered = { system: string; code: string; name: Bilingual };
const OWN = 'urn:synchron:procedure';
const SNOMED = 'http://snomed.info/sct';

/** What a case may be opened for. The codes are the hub's own list; a tenant's catalogue of offerings takes its place when there is one. */
export const PROCEDURES: readonly Offered[] = [
  { system: OWN, code: 'sleeve-gastrectomy', name: { tr: 'Tüp mide ameliyatı', en: 'Sleeve gastrectomy' } },
  { system: OWN, code: 'gastric-bypass', name: { tr: 'Mide bypass ameliyatı', en: 'Gastric bypass' } },
  { system: OWN, code: 'hair-transplant', name: { tr: 'Saç ekimi', en: 'Hair transplant' } },
  { system: OWN, code: 'rhinoplasty', name: { tr: 'Burun estetiği (rinoplasti)', en: 'Rhinoplasty' } },
  { system: OWN, code: 'dental-implant', name: { tr: 'Diş implantı', en: 'Dental implant' } },
  { system: OWN, code: 'breast-augmentation', name: { tr: 'Meme büyütme', en: 'Breast augmentation' } },
  { system: OWN, code: 'liposuction', name: { tr: 'Liposuction', en: 'Liposuction' } },
  { system: OWN, code: 'abdominoplasty', name: { tr: 'Karın germe (abdominoplasti)', en: 'Abdominoplasty' } },
  { system: SNOMED, code: '609588000', name: { tr: 'Diz protezi', en: 'Knee replacement' } },
  { system: SNOMED, code: '52734007', name: { tr: 'Kalça protezi', en: 'Hip replacement' } },
  { system: OWN, code: 'cataract-surgery', name: { tr: 'Katarakt ameliyatı', en: 'Cataract surgery' } },
];

/** The procedure's name in the interface language when the list knows it, else as it was written. */
export const procedureName = ({ code, text }: { code?: string; text: string }, language: keyof Bilingual): string =>
  PROCEDURES.find((one) => one.code === code)?.name[language] ?? text;
