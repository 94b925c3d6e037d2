// Every slice of the hub. A new one is one line here and one in write-side/index.ts.
import { analyticsSlices } from './analytics.ts';
import { bookingSlices } from './booking.ts';
import { disclosureSlice } from './disclosure/slice.ts';
import { findingSlice } from './finding/slice.ts';
import { careSlices } from './care.ts';
import { caseSlice } from './case/slice.ts';
import { commerceSlices } from './commerce.ts';
import { anySlice, type Slice } from './kernel/slice.ts';
import { memberSlice } from './member/slice.ts';
import { identitySlice } from './identity/slice.ts';
import { privacySlices } from './privacy.ts';
import { patientSlice } from './patient/slice.ts';
import { projectionSlice } from './projection/slice.ts';
import { recommendationSlice } from './recommendation/slice.ts';
import { tenantSlice } from './tenant/slice.ts';
import { conversationSlice } from './conversation/slice.ts';
import { serialSlice } from './serial/slice.ts';
import { deviceSlice } from './device/slice.ts';
import { firmwareSlice } from './firmware/slice.ts';
import { callSlice } from './call/slice.ts';
import { dialplanSlice } from './dialplan/slice.ts';
import { adapterSlice } from './adapter/slice.ts';
import { apikeySlice } from './apikey/slice.ts';
import { articleSlice } from './article/slice.ts';

export const slices: readonly Slice[] = [
  anySlice(tenantSlice),
  anySlice(memberSlice),
  anySlice(identitySlice),
  anySlice(patientSlice),
  anySlice(caseSlice),
  anySlice(recommendationSlice),
  anySlice(projectionSlice),
  ...careSlices,
  ...bookingSlices,
  ...commerceSlices,
  ...analyticsSlices,
  anySlice(conversationSlice),
  anySlice(serialSlice),
  anySlice(deviceSlice),
  anySlice(firmwareSlice),
  anySlice(callSlice),
  anySlice(dialplanSlice),
  anySlice(articleSlice),
  anySlice(apikeySlice),
  anySlice(adapterSlice),
  anySlice(disclosureSlice),
  ...privacySlices,
  anySlice(findingSlice),
];
