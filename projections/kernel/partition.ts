// Which partition of the views a tenant belongs to. A tenant's events stay in one partition, so its views see them in the log's order.

/** Fixed for ever: checkpoints are kept by partition. Also the most workers that can share the views. */
export const PARTITIONS = 32;

/** FNV-1a over the slug. */
export function partitionOf(tenant: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < tenant.length; i += 1) hash = Math.imul(hash ^ tenant.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % PARTITIONS;
}

/** The lowest; undefined (nothing read yet) is below every position. */
export const leastOf = (positions: readonly (bigint | undefined)[]): bigint | undefined =>
  positions.length === 0
    ? undefined
    : positions.reduce((least, position) => (least === undefined || position === undefined ? undefined : position < least ? position : least));
