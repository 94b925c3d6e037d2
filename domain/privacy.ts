// The slices that keep a person's data no longer, and no wider, than they may be.
import { basisSlice } from './basis/slice.ts';
import { erasureDeadlines } from './erasure/deadlines.ts';
import { erasureSlice } from './erasure/slice.ts';
import { erasurebookSlice } from './erasurebook/slice.ts';
import { retentionDeadlines } from './retention/deadlines.ts';
import { retentionSlice } from './retention/slice.ts';
import type { Deadlines } from './kernel/deadline.ts';
import { anySlice, type Slice } from './kernel/slice.ts';

export const privacySlices: readonly Slice[] = [anySlice(basisSlice), anySlice(erasureSlice), anySlice(erasurebookSlice), anySlice(retentionSlice)];
export const privacyDeadlines: Deadlines = { ...erasureDeadlines, ...retentionDeadlines };
