import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Actor } from '#domain/kernel/envelope.ts';
import type { Sealed } from '#domain/kernel/sealing.ts';
import type { Bilingual, Level, StoredRecommendationEvent } from '#domain/recommendation/messages.ts';
import { isolated } from '../kernel/table.ts';

export const RECOMMENDATION_STATUSES = ['open', 'accepted', 'edited', 'rejected', 'expired'] as const;
export type RecommendationStatus = (typeof RECOMMENDATION_STATUSES)[number];
type Issued = Extract<StoredRecommendationEvent, { type: 'RecommendationIssued' }>['data'];
/** What the person who decided wrote. */
export type Decision = { reason?: Sealed; text?: Sealed; note?: Sealed };

/** `issued` orders the list, newest first. */
export const RecommendationList = defineEntity({
  name: 'RecommendationList',
  tableName: 'recommendation_list',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'issued'] }, { properties: ['tenant', 'caseId'] }, { properties: ['tenant', 'patientId', 'status'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    caseId: p.uuid(),
    patientId: p.uuid(),
    rule: p.text(),
    version: p.text(),
    level: p.text().$type<Level>(),
    status: p.text().$type<RecommendationStatus>(),
    title: p.json<Bilingual>(),
    text: p.json<Sealed>(),
    items: p.json<Sealed>(),
    missing: p.json<Issued['missing']>(),
    actions: p.json<Issued['actions']>(),
    evidence: p.json<Issued['evidence']>(),
    inputEventIds: p.json<Issued['inputEventIds']>(),
    wording: p.text().$type<Issued['wording']>(),
    issued: p.bigint(),
    issuedAt: p.datetime(),
    decidedAt: p.datetime().nullable(),
    decidedBy: p.json<Actor>().nullable(),
    decision: p.json<Decision>().nullable(),
    /** Why it expired. */
    expiry: p.text().nullable(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type RecommendationRow = InferEntity<typeof RecommendationList>;
