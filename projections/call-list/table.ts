import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { CAUSES, DIRECTIONS, Quality } from '#domain/call/messages.ts';
import type { Sealed } from '#domain/kernel/sealing.ts';
import { isolated } from '../kernel/table.ts';

export const CALL_STATUSES = ['offered', 'answered', 'ended'] as const;

/** `offered` orders the list, the last first. */
export const CallList = defineEntity({
  name: 'CallList',
  tableName: 'call_list',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'offered'] }, { properties: ['tenant', 'contactId'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    direction: p.text().$type<(typeof DIRECTIONS)[number]>(),
    status: p.text().$type<(typeof CALL_STATUSES)[number]>(),
    contactId: p.uuid(),
    conversationId: p.uuid().nullable(),
    deviceId: p.uuid().nullable(),
    line: p.text(),
    number: p.json<Sealed>(),
    answeredBy: p.text().nullable(),
    memberId: p.text().nullable(),
    transfers: p.json<{ kind: string; id: string; at: string }[]>(),
    consent: p.boolean().nullable(),
    quality: p.json<Quality>().nullable(),
    cause: p.text().$type<(typeof CAUSES)[number]>().nullable(),
    offeredAt: p.datetime(),
    answeredAt: p.datetime().nullable(),
    endedAt: p.datetime().nullable(),
    offered: p.bigint(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type CallListRow = InferEntity<typeof CallList>;
