// The questions a patient is asked, as data: which answers a submitted intake cannot do without.
export const QUESTIONS = [
  'height',
  'weight',
  'conditions',
  'medication',
  'allergies',
  'smoking',
  'alcohol',
  'operations',
  'pregnancy',
  'anaesthesia-history',
  'photos',
  'dental-history',
  'hair-history',
] as const;
export type Question = (typeof QUESTIONS)[number];

const GENERAL: readonly Question[] = ['height', 'weight', 'conditions', 'medication', 'allergies', 'smoking', 'operations'];
/** By questionnaire; a changed one gets a new name. */
export const QUESTIONNAIRES = {
  'general-1': GENERAL,
  'surgery-1': [...GENERAL, 'anaesthesia-history', 'photos'],
  'dental-1': ['conditions', 'medication', 'allergies', 'smoking', 'dental-history'],
  'hair-1': ['conditions', 'medication', 'allergies', 'hair-history', 'photos'],
} as const satisfies Record<string, readonly Question[]>;
export type Questionnaire = keyof typeof QUESTIONNAIRES;
export const QUESTIONNAIRE_NAMES = Object.keys(QUESTIONNAIRES) as [Questionnaire, ...Questionnaire[]];
