// The warehouse projection: what infra needs to run it.
export { makeBlocks } from './block.ts';
export { type Check, type Checks, makeChecks } from './checks.ts';
export { type FeedStatus, makeWarehouseFeed, type WarehouseFeed } from './feed.ts';
export { type Ledger, makeLedger, type Range } from './ledger.ts';
export { makeReconcile, type Reconciliation } from './reconcile.ts';
export { type Found, repair } from './repair.ts';
export { FEED_VERSION, WAREHOUSE_MIGRATIONS } from './schema.ts';
