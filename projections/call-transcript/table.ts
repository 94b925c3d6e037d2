import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Sealed } from '#domain/kernel/sealing.ts';
import { isolated } from '../kernel/table.ts';

/** One row per event; `id` is the event's. */
export const CallTranscript = defineEntity({
  name: 'CallTranscript',
  tableName: 'call_transcript',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'callId'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    callId: p.uuid(),
    segments: p.json<Sealed>(),
    position: p.bigint(),
  },
});
export type CallTranscriptRow = InferEntity<typeof CallTranscript>;
