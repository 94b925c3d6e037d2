// The slices of health tourism besides patient and case, and what becomes due in them.
import { authorisationDeadlines } from './authorisation/deadlines.ts';
import { authorisationSlice } from './authorisation/slice.ts';
import { checklistSlice } from './checklist/slice.ts';
import { consentDeadlines } from './consent/deadlines.ts';
import { consentSlice } from './consent/slice.ts';
import { insuranceSlice } from './insurance/slice.ts';
import type { Deadlines } from './kernel/deadline.ts';
import { anySlice, type Slice } from './kernel/slice.ts';
import { offerDeadlines } from './offer/deadlines.ts';
import { offerSlice } from './offer/slice.ts';

export const careSlices: readonly Slice[] = [
  anySlice(authorisationSlice),
  anySlice(consentSlice),
  anySlice(offerSlice),
  anySlice(insuranceSlice),
  anySlice(checklistSlice),
];
export const careDeadlines: Deadlines = { ...authorisationDeadlines, ...consentDeadlines, ...offerDeadlines };
