// Every slice of the hub. A new one is one line here and one in write-side/index.ts.
import { careSlices } from './care.ts';
import { caseSlice } from './case/slice.ts';
import { anySlice, type Slice } from './kernel/slice.ts';
import { memberSlice } from './member/slice.ts';
import { patientSlice } from './patient/slice.ts';
import { recommendationSlice } from './recommendation/slice.ts';
import { tenantSlice } from './tenant/slice.ts';
import { conversationSlice } from './conversation/slice.ts';

export const slices: readonly Slice[] = [
  anySlice(tenantSlice),
  anySlice(memberSlice),
  anySlice(patientSlice),
  anySlice(caseSlice),
  anySlice(recommendationSlice),
  ...careSlices,
  anySlice(conversationSlice),
];
