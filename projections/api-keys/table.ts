import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { KINDS } from '#domain/apikey/messages.ts';
import type { Scope } from '#domain/kernel/scopes.ts';
import { isolated } from '../kernel/table.ts';

/** Before a browser sends a key it asks whether its page may, and then only the page is known. */
const byOrigin = "origins @> jsonb_build_array(nullif(current_setting('app.origin', true), ''))";

/** Keys that were issued; a revoked one stays to be seen. */
export const ApiKeys = defineEntity({
  name: 'ApiKey',
  tableName: 'api_keys',
  ...isolated(byOrigin),
  indexes: [{ properties: ['origins'], type: 'gin' }],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    kind: p.text().$type<(typeof KINDS)[number]>(),
    label: p.text(),
    scopes: p.json<Scope[]>(),
    origins: p.json<string[]>(),
    credentialHash: p.text(),
    issuedAt: p.datetime(),
    issuedBy: p.text(),
    expiresAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type ApiKeyRow = InferEntity<typeof ApiKeys>;
