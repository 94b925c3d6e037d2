// The views of what analysts keep.
import { analystKeysView } from './analyst-keys/projection.ts';
import { dashboardsView } from './dashboards/projection.ts';
import type { View } from './kernel/projection.ts';
import { savedQueriesView } from './saved-queries/projection.ts';

export const analyticsViews: readonly View[] = [savedQueriesView, dashboardsView, analystKeysView];
