import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { isolated } from '../kernel/table.ts';

export type ReleaseItem = {
  readonly version: string;
  readonly status: 'rolling' | 'paused' | 'withdrawn';
  readonly percent: number;
  readonly epoch: number;
  readonly sha256: string;
  readonly bytes: number;
  readonly url: string;
  readonly keyId: string;
  readonly failures: number;
  readonly failureLimit: number;
  readonly reason?: string;
  readonly releasedAt: string;
};

/** One row per kind of board. */
export const FirmwareLines = defineEntity({
  name: 'FirmwareLines',
  tableName: 'firmware_lines',
  ...isolated(),
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    board: p.text(),
    keys: p.json<string[]>(),
    /** The last released first. */
    releases: p.json<ReleaseItem[]>(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type FirmwareLineRow = InferEntity<typeof FirmwareLines>;
