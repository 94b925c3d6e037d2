// What each part of the hub may open by itself, and whether anybody is shown what it makes of it. Everything else opens by request.
import { complianceManifest } from '#agents/compliance/manifest.ts';
import type { Manifest } from '#domain/kernel/access.ts';
import { views } from '#projections/index.ts';
import { OPENED } from '#projections/warehouse/block.ts';

const quiet = { purpose: 'rule', told: false } as const;

export const MANIFESTS = {
  /** A member's own account at sign-in, shown to its holder. */
  account: { ...quiet, name: 'account', fields: ['passwordHash', 'name', 'email', 'secret', 'recovery'] },
  /** The address a mail goes to. */
  mail: { ...quiet, name: 'mail', fields: ['name', 'email'] },
  /** What a command compares or amends: the resource it replaces, the procedure agreed to, the payer's own payment page, a webhook that was parked, words on their way, and whether a document is a photo. */
  commands: { ...quiet, name: 'commands', fields: ['resource', 'procedure', 'url', 'body', 'content', 'kind'] },
  /** What is said to a contact over a channel, and where. */
  sender: { ...quiet, name: 'sender', fields: ['identity', 'content'] },
  /** The secrets of a tenant's own accounts at providers. */
  providers: { ...quiet, name: 'providers', fields: ['secrets'] },
  /** Clinical time, for the order of the timeline. */
  views: { ...quiet, name: 'views', fields: views.flatMap(({ fold }) => fold.opens ?? []) },
  /** De-identified before it is stored. */
  warehouse: { ...quiet, name: 'warehouse', fields: OPENED },
  preOp: { name: 'pre-op', purpose: 'recommendation', told: true, fields: ['resource', 'procedure'] },
  /** Words people write, looked through for numbers that belong elsewhere. */
  compliance: complianceManifest,
  waitlist: { name: 'waitlist-booking', purpose: 'care-coordination', told: true, fields: ['customer', 'notes'] },
} as const satisfies Record<string, Manifest>;
