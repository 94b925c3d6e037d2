// The slices of health tourism besides patient and case, and what becomes due in them.
import { authorisationDeadlines } from './authorisation/deadlines.ts';
import { authorisationSlice } from './authorisation/slice.ts';
import { breakglassDeadlines } from './breakglass/deadlines.ts';
import { breakglassSlice } from './breakglass/slice.ts';
import { checklistSlice } from './checklist/slice.ts';
import { complicationDeadlines } from './complication/deadlines.ts';
import { complicationSlice } from './complication/slice.ts';
import { consentDeadlines } from './consent/deadlines.ts';
import { consentSlice } from './consent/slice.ts';
import { depositDeadlines } from './deposit/deadlines.ts';
import { depositSlice } from './deposit/slice.ts';
import { documentSlice } from './document/slice.ts';
import { followupDeadlines } from './followup/deadlines.ts';
import { followupSlice } from './followup/slice.ts';
import { insuranceSlice } from './insurance/slice.ts';
import { intakeSlice } from './intake/slice.ts';
import type { Deadlines } from './kernel/deadline.ts';
import { anySlice, type Slice } from './kernel/slice.ts';
import { leadSlice } from './lead/slice.ts';
import { milestoneSlice } from './milestone/slice.ts';
import { offerDeadlines } from './offer/deadlines.ts';
import { offerSlice } from './offer/slice.ts';
import { procedureSlice } from './procedure/slice.ts';
import { reviewSlice } from './review/slice.ts';
import { taskDeadlines } from './task/deadlines.ts';
import { taskSlice } from './task/slice.ts';
import { transferSlice } from './transfer/slice.ts';
import { transfermechanismDeadlines } from './transfermechanism/deadlines.ts';
import { transfermechanismSlice } from './transfermechanism/slice.ts';
import { travelSlice } from './travel/slice.ts';

export const careSlices: readonly Slice[] = [
  anySlice(authorisationSlice),
  anySlice(transfermechanismSlice),
  anySlice(leadSlice),
  anySlice(intakeSlice),
  anySlice(consentSlice),
  anySlice(reviewSlice),
  anySlice(milestoneSlice),
  anySlice(offerSlice),
  anySlice(depositSlice),
  anySlice(insuranceSlice),
  anySlice(travelSlice),
  anySlice(transferSlice),
  anySlice(checklistSlice),
  anySlice(procedureSlice),
  anySlice(followupSlice),
  anySlice(complicationSlice),
  anySlice(documentSlice),
  anySlice(taskSlice),
  anySlice(breakglassSlice),
];
export const careDeadlines: Deadlines = {
  ...authorisationDeadlines,
  ...transfermechanismDeadlines,
  ...consentDeadlines,
  ...offerDeadlines,
  ...depositDeadlines,
  ...followupDeadlines,
  ...complicationDeadlines,
  ...taskDeadlines,
  ...breakglassDeadlines,
};
