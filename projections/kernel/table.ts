// What all view tables share: rows belong to a tenant, and PostgreSQL itself keeps tenants apart, also from the table's owner.
import type { EntitySchema, PolicyDef } from '@mikro-orm/core';

export type ViewTable = EntitySchema;

export const APP_ROLE = 'hub_app';
export const PROJECTOR_ROLE = 'hub_projector';
const TENANT = "tenant = nullif(current_setting('app.tenant_id', true), '')";

/** Spread into `defineEntity`. `alsoReads`: a further condition under which the application may read a row, besides being within its tenant. */
export const isolated = (alsoReads?: string): { rowLevelSecurity: 'force'; policies: PolicyDef[] } => ({
  rowLevelSecurity: 'force',
  policies: [
    { name: 'app_reads', command: 'select', roles: [APP_ROLE], using: alsoReads ? `${TENANT} or ${alsoReads}` : TENANT },
    { name: 'projector_writes', command: 'all', roles: [PROJECTOR_ROLE], using: 'true', check: 'true' },
  ],
});
