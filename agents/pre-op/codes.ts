// SNOMED CT groups the pre-operative rules need beyond the shared table. Lists, not hierarchies: a code that is not listed is not
// recognised, and docs/clinical-rules.md says so.
import { SNOMED } from '#domain/patient/codes.ts';

export const CODES = {
  ...SNOMED,
  diabetesComplication: ['127013003', '368581000119106', '422034002', '1551000119108', '1501000119109', '97331000119101', '90781000119102'],
  hyperlipidaemia: ['55822004', '302870006'],
  metabolicSyndrome: ['237602007'],
  sepsis: ['91302008'],
} as const;
export type Group = keyof typeof CODES;

/** Once had, always counted, whatever the clinical status says now. */
export const LASTING: readonly Group[] = ['ischaemicHeartDisease', 'myocardialInfarction', 'stroke', 'transientIschaemicAttack'];

// A capital dotted İ has no counterpart for the `i` flag.
export const INSULIN = { rxnorm: ['5856', '253182', '106892'], name: /(?<!\p{L})[iİı]ns[uü]l[iİı]n(e|i|e?s)?(?!\p{L})/iu };
