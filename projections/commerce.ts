// The views of commerce.
import type { View } from './kernel/projection.ts';
import { offeringListView } from './offering-list/projection.ts';
import { orderListView } from './order-list/projection.ts';
import { paymentListView } from './payment-list/projection.ts';
import { stockListView } from './stock-list/projection.ts';

export const commerceViews: readonly View[] = [offeringListView, stockListView, orderListView, paymentListView];
