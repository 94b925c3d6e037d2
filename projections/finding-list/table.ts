import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Actor } from '#domain/kernel/envelope.ts';
import type { Article, FindingLevel, FindingStatus, Place } from '#domain/finding/messages.ts';
import type { Sealed } from '#domain/kernel/sealing.ts';
import { isolated } from '../kernel/table.ts';

/** `raised` orders the list, newest first. */
export const FindingList = defineEntity({
  name: 'FindingList',
  tableName: 'finding_list',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'raised'] }, { properties: ['tenant', 'status', 'raised'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    rule: p.text(),
    version: p.text(),
    level: p.text().$type<FindingLevel>(),
    status: p.text().$type<FindingStatus>(),
    title: p.json<{ tr: string; en: string }>(),
    law: p.json<readonly Article[]>(),
    actorId: p.text(),
    patientIds: p.array(),
    count: p.integer(),
    threshold: p.integer(),
    from: p.datetime(),
    to: p.datetime(),
    inputEventIds: p.array(),
    places: p.json<readonly Place[]>().nullable(),
    raised: p.bigint(),
    raisedAt: p.datetime(),
    reviewedBy: p.json<Actor>().nullable(),
    reviewedAt: p.datetime().nullable(),
    note: p.json<Sealed>().nullable(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type FindingRow = InferEntity<typeof FindingList>;
