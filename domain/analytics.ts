// The slices of those who ask the warehouse.
import { analystkeySlice } from './analystkey/slice.ts';
import { dashboardSlice } from './dashboard/slice.ts';
import { anySlice, type Slice } from './kernel/slice.ts';
import { savedquerySlice } from './savedquery/slice.ts';

export const analyticsSlices: readonly Slice[] = [anySlice(savedquerySlice), anySlice(dashboardSlice), anySlice(analystkeySlice)];
