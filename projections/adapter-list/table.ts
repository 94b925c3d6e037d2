import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { isolated } from '../kernel/table.ts';

/** A webhook nobody could take yet: why, and since when. Its body stays in the log. */
export type ParkedWebhook = { readonly webhookId: string; readonly code: string; readonly parkedAt: string };

export type TestedAccount = { readonly at: string; readonly ok: boolean; readonly code?: string };

/** Secrets are not here. `rejected` counts webhooks about accounts that are not this tenant's. */
export const AdapterList = defineEntity({
  name: 'AdapterList',
  tableName: 'adapter_list',
  ...isolated(),
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    provider: p.text(),
    account: p.text(),
    settings: p.json<Record<string, string>>(),
    status: p.text().$type<'connected' | 'disabled'>(),
    hook: p.integer(),
    rejected: p.integer(),
    parked: p.json<readonly ParkedWebhook[]>(),
    /** What the provider said when it was last asked whether the account answers. */
    tested: p.json<TestedAccount>().nullable(),
    connectedAt: p.datetime(),
    updatedAt: p.datetime(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type AdapterRow = InferEntity<typeof AdapterList>;
