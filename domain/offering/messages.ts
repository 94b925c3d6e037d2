// An offering: a service that is booked, or a product that is sold. What it costs stands apart from what it is, by date.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';
import { amount, currency, rate } from '../kernel/money.ts';

export const OFFERING_TYPES = ['service', 'product'] as const;
export type OfferingType = (typeof OFFERING_TYPES)[number];

const text = (max: number) => z.string().trim().min(1).max(max);
const count = (max: number, least = 0) => z.int().min(least).max(max);

/** Times in minutes. `maxConcurrent`: how many may be served at once. `bookingAdvanceDays`: how far ahead it may be booked. */
export const serviceTerms = z.strictObject({
  type: z.literal('service'),
  durationMinutes: count(1440, 1),
  requiresAppointment: z.boolean().default(true),
  staffRequired: z.boolean().default(false),
  staffIds: z.array(id).max(200).default([]),
  preparationMinutes: count(480).default(0),
  cleanupMinutes: count(480).default(0),
  maxConcurrent: count(1000, 1).default(1),
  bookingAdvanceDays: count(730).default(90),
  cancellationHours: count(8760).default(0),
});
/** `shippingCost` is per order line, whatever its quantity, tax included, in the currency of the price. */
export const productTerms = z.strictObject({
  type: z.literal('product'),
  sku: text(64),
  stockTracking: z.boolean().default(true),
  lowStockThreshold: count(1_000_000).default(0),
  weightGrams: count(1_000_000).optional(),
  dimensions: text(100).optional(),
  shippingRequired: z.boolean().default(true),
  shippingCost: amount.default(0),
  brand: text(120).optional(),
  ingredients: z.array(text(200)).max(200).optional(),
  usage: text(5000).optional(),
});
export const terms = z.discriminatedUnion('type', [serviceTerms, productTerms]);
export type ServiceTerms = z.infer<typeof serviceTerms>;
export type ProductTerms = z.infer<typeof productTerms>;
export type Terms = z.infer<typeof terms>;

/** `amount` in minor units with tax included, as shops show it; `taxRate` in basis points. */
export const price = z.strictObject({ amount, currency, taxRate: rate });
export type Price = z.infer<typeof price>;
/** From this instant on, until the next price. */
export const from = z.iso.datetime({ offset: true });

const about = { name: text(255), description: text(20_000).optional(), category: text(100).optional(), terms };
export const offeringCommands = defineCommands({
  /** `openingStock` is received at the main location. */
  DefineOffering: z.strictObject({ ...about, price, openingStock: count(1_000_000).optional() }),
  /** Replaces all that is said about it; a price that differs from the one of now holds from now. The type never changes. */
  AmendOffering: z.strictObject({ ...about, price: price.optional(), isActive: z.boolean().optional() }),
  PriceOffering: z.strictObject({ price, from: from.optional() }),
  RetireOffering: z.strictObject({ reason: text(500).optional() }),
  ReinstateOffering: z.strictObject({}),
});
export type OfferingCommand = CommandOf<typeof offeringCommands>;

export const offeringEvents = defineEvents({
  OfferingDefined: { operational: { ...about, openingStock: z.int().optional() } },
  /** Always the whole after the change. */
  OfferingAmended: { operational: about },
  /** A later price for the same instant replaces the earlier one. */
  OfferingPriced: { operational: { from: z.iso.datetime(), ...price.shape } },
  OfferingRetired: { operational: { reason: z.string().optional() } },
  OfferingReinstated: { operational: {} },
});
export type OfferingEvent = EventOf<typeof offeringEvents>;
export type StoredOfferingEvent = StoredEventOf<typeof offeringEvents>;
