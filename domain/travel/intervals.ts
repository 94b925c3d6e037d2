// How long after an operation a person may fly home, at the earliest: the upper bound of the published ranges, as data.
import { MINUTES } from '../kernel/instants.ts';

type Interval = { readonly days: number; readonly source: 'CAA' | 'NHS Scotland' | 'clinic' };
/** `clinic`: no published interval; a default that a doctor signs. A plaster cast counts the longer flight. */
export const FLIGHT_INTERVALS = {
  'cataract-or-cornea': { days: 1, source: 'CAA' },
  colonoscopy: { days: 1, source: 'CAA' },
  laparoscopic: { days: 2, source: 'CAA' },
  'simple-abdominal': { days: 5, source: 'CAA' },
  'complicated-abdominal': { days: 10, source: 'CAA' },
  'complicated-eye': { days: 7, source: 'CAA' },
  'chest-or-heart': { days: 14, source: 'CAA' },
  'drained-pneumothorax': { days: 14, source: 'CAA' },
  'plaster-cast': { days: 2, source: 'CAA' },
  breast: { days: 7, source: 'NHS Scotland' },
  liposuction: { days: 7, source: 'NHS Scotland' },
  face: { days: 10, source: 'NHS Scotland' },
  abdominoplasty: { days: 10, source: 'NHS Scotland' },
  dental: { days: 2, source: 'clinic' },
  'hair-transplant': { days: 2, source: 'clinic' },
} as const satisfies Record<string, Interval>;
export type Surgery = keyof typeof FLIGHT_INTERVALS;
export const SURGERIES = Object.keys(FLIGHT_INTERVALS) as [Surgery, ...Surgery[]];

export const intervalMinutes = (surgery: Surgery): number => FLIGHT_INTERVALS[surgery].days * MINUTES.day;
