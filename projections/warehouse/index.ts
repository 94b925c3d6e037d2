// The warehouse projection: what infra needs to run it.
export { type FeedStatus, makeWarehouseFeed, type WarehouseFeed } from './feed.ts';
export { type Ledger, makeLedger } from './ledger.ts';
export { makeReconcile, type Reconciliation } from './reconcile.ts';
export { FEED_VERSION, WAREHOUSE_MIGRATIONS } from './schema.ts';
