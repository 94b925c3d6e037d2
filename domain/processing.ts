// Why the hub stores health data, slice by slice. Each such event says for which purpose and on which lawful basis it was stored; what the
// person is asked for is stored only after they were told how it will be used.
import type { AccessPurpose } from './kernel/access.ts';

/** care: whoever treats under secrecy needs no consent (KVKK art. 6). consent: explicit, for health data. law, vital, claim: as the tenant declared. */
export const LAWFUL_BASES = ['care', 'consent', 'law', 'vital', 'claim'] as const;
export type LawfulBasis = (typeof LAWFUL_BASES)[number];

/**
 * `collects`: commands that ask the person themselves for health data: refused before the privacy notice, and without a basis of the person's own.
 * `own`: the basis is in the thing itself. `ends`: commands that end what was begun, which is on record as long as somebody may ask why.
 */
export type Processing = {
  readonly purpose: AccessPurpose;
  readonly collects?: readonly string[];
  readonly own?: LawfulBasis;
  readonly ends?: readonly string[];
};

const TREATMENT: Processing = { purpose: 'treatment' };
const COORDINATION: Processing = { purpose: 'care-coordination' };
/** By slice: every one that stores health data. */
export const PROCESSING: Readonly<Record<string, Processing>> = {
  review: TREATMENT,
  milestone: COORDINATION,
  intake: { purpose: 'treatment', collects: ['AnswerIntake', 'AmendIntake'] },
  followup: { purpose: 'treatment', collects: ['RecordCheckIn'] },
  document: { purpose: 'treatment', collects: ['RequestUpload'] },
  patient: TREATMENT,
  consent: { purpose: 'treatment', own: 'consent' },
  checklist: TREATMENT,
  procedure: TREATMENT,
  complication: TREATMENT,
  recommendation: { purpose: 'recommendation' },
  breakglass: { purpose: 'emergency', own: 'vital' },
  case: { purpose: 'care-coordination', ends: ['CancelCase', 'DeclineCase', 'CloseCase'] },
  offer: COORDINATION,
  travel: COORDINATION,
  task: COORDINATION,
  appointment: COORDINATION,
  waitlist: COORDINATION,
  conversation: COORDINATION,
  call: COORDINATION,
};
