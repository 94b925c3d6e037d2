// A tenant: one clinic or agency on the hub. Its stream's id is its slug, so a slug can be registered only once.
import { z } from 'zod';
import { tenantSlug } from '../kernel/envelope.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

export const TENANT_KINDS = ['clinic', 'agency'] as const;
export const LOCALES = ['tr', 'en'] as const;

const name = z.string().trim().min(1).max(120);
const kind = z.enum(TENANT_KINDS);
const locale = z.enum(LOCALES);
const reason = z.string().trim().min(1).max(500);

/** What a tenant may use; null: the hub's default. `share`: how many turns it gets where others get one, when the hub is busy. */
const limits = {
  memberPerHour: z.int().min(1).max(10_000_000).nullable(),
  tenantPerDay: z.int().min(1).max(1_000_000_000).nullable(),
  inboundPerMinute: z.int().min(1).max(10_000_000).nullable(),
  share: z.int().min(1).max(100).nullable(),
};
export type TenantLimits = z.infer<z.ZodObject<typeof limits>>;

/** IANA name, as far as this machine's time zone data knows it. */
const isTimezone = (value: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
};
const timezone = z.string().refine(isTimezone, 'not an IANA time zone such as Europe/Istanbul');

/** What the business does, in its own words, and where its pages are. */
const about = {
  industry: z.string().trim().min(1).max(100).optional(),
  websiteUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional(),
};

export const tenantCommands = defineCommands({
  RegisterTenant: z.strictObject({ slug: tenantSlug, name, kind, locale, timezone, ...about }),
  ConfigureTenant: z.strictObject({ name: name.optional(), locale: locale.optional(), timezone: timezone.optional(), ...about }),
  SuspendTenant: z.strictObject({ reason }),
  ReactivateTenant: z.strictObject({ reason }),
  SetTenantLimits: z.strictObject(limits).partial(),
});
export type TenantCommand = CommandOf<typeof tenantCommands>;

const settings = { name: z.string(), locale, timezone: z.string(), industry: z.string().optional(), websiteUrl: z.string().optional() };
export type TenantSettings = z.infer<z.ZodObject<typeof settings>>;
export const tenantEvents = defineEvents({
  TenantRegistered: { operational: { slug: tenantSlug, kind, ...settings } },
  /** Always the whole settings after the change. */
  TenantConfigured: { operational: settings },
  TenantSuspended: { operational: { reason: z.string() } },
  TenantReactivated: { operational: { reason: z.string() } },
  /** Always all limits after the change. */
  TenantLimitsSet: { operational: limits },
});
export type TenantEvent = EventOf<typeof tenantEvents>;
export type StoredTenantEvent = StoredEventOf<typeof tenantEvents>;
