import type { Bilingual } from '../api/types.ts';

export type Offered = { code: string; name: Bilingual };
export const SYSTEM = 'urn:synchron:procedure';

/** What a case may be opened for, under the hub's own codes; a tenant's catalogue of offerings takes its place when there is one. */
export const PROCEDURES: readonly Offered[] = [
  { code: 'sleeve-gastrectomy', name: { tr: 'Tüp mide ameliyatı', en: 'Sleeve gastrectomy' } },
  { code: 'gastric-bypass', name: { tr: 'Mide bypass ameliyatı', en: 'Gastric bypass' } },
  { code: 'hair-transplant', name: { tr: 'Saç ekimi', en: 'Hair transplant' } },
  { code: 'rhinoplasty', name: { tr: 'Burun estetiği (rinoplasti)', en: 'Rhinoplasty' } },
  { code: 'dental-implants', name: { tr: 'Diş implantı', en: 'Dental implants' } },
  { code: 'dental-veneers', name: { tr: 'Diş kaplama (veneer)', en: 'Dental veneers' } },
  { code: 'breast-augmentation', name: { tr: 'Meme büyütme', en: 'Breast augmentation' } },
  { code: 'breast-reduction', name: { tr: 'Meme küçültme', en: 'Breast reduction' } },
  { code: 'liposuction', name: { tr: 'Liposuction', en: 'Liposuction' } },
  { code: 'abdominoplasty', name: { tr: 'Karın germe (abdominoplasti)', en: 'Abdominoplasty' } },
  { code: 'hernia-repair', name: { tr: 'Kasık fıtığı onarımı', en: 'Inguinal hernia repair' } },
  { code: 'knee-replacement', name: { tr: 'Diz protezi', en: 'Knee replacement' } },
  { code: 'hip-replacement', name: { tr: 'Kalça protezi', en: 'Hip replacement' } },
  { code: 'cataract-surgery', name: { tr: 'Katarakt ameliyatı', en: 'Cataract surgery' } },
];

/** The procedure's name in the interface language when the list knows it, else as it was written. */
export const procedureName = ({ code, text }: { code?: string; text: string }, language: keyof Bilingual): string =>
  PROCEDURES.find((one) => one.code === code)?.name[language] ?? text;
