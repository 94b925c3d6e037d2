// How a table of the warehouse is made. Tenant first in every sort key; every sort key is unique per row, so the engine never folds
// two facts into one and FINAL is only the second line after the deduplication token. No partitions: one block is one atomic part.

export const TIME = "DateTime64(3, 'UTC')";
export const WORD = 'LowCardinality(String)';

/** Blocks remembered for deduplication; a retry comes at once, never thousands of blocks later. */
const engine = (order: string) => `ENGINE = ReplacingMergeTree(position) ORDER BY (${order})
  SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1`;

export const table = (name: string, columns: string, order: string): string =>
  `CREATE TABLE IF NOT EXISTS ${name} (${columns}, INDEX by_position position TYPE minmax GRANULARITY 1) ${engine(order)}`;
export const view = (name: string, select: string): string => `CREATE VIEW IF NOT EXISTS ${name} AS ${select}`;
