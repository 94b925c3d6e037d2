// Offerings in the words of the published API, where money is a decimal and all that is particular to a type stands in `meta_info`.
import { z } from 'zod';
import { basisPoints, type Currency, currency, decimal, decimalText, minor, money, rateText } from '../kernel/money.ts';
import { type Price, productTerms, serviceTerms, type Terms } from './messages.ts';

const [MONEY, RATE] = [decimalText(2), rateText];

const service = serviceTerms.shape;
const product = productTerms.shape;
export const serviceInfo = z.strictObject({
  duration_minutes: service.durationMinutes,
  requires_appointment: service.requiresAppointment,
  staff_required: service.staffRequired,
  staff_ids: service.staffIds,
  preparation_time: service.preparationMinutes.describe('Minutes'),
  cleanup_time: service.cleanupMinutes.describe('Minutes'),
  max_concurrent: service.maxConcurrent,
  booking_advance_days: service.bookingAdvanceDays,
  cancellation_hours: service.cancellationHours,
  tax_rate: RATE.default(0).describe('Within the price: 0.2 is 20 %'),
});
export const productInfo = z.strictObject({
  sku: product.sku,
  stock_tracking: product.stockTracking,
  low_stock_threshold: product.lowStockThreshold,
  weight_grams: product.weightGrams,
  dimensions: product.dimensions,
  shipping_required: product.shippingRequired,
  shipping_cost: MONEY.default(0).describe('For each line of an order, tax included'),
  tax_rate: RATE.default(0).describe('Within the price: 0.2 is 20 %'),
  brand: product.brand,
  ingredients: product.ingredients,
  usage: product.usage,
});
/** As answers show it. */
export const shownInfo = z.union([serviceInfo, productInfo.extend({ stock_quantity: z.int().optional() })]);
const opening = { stock_quantity: z.int().min(0).max(1_000_000).optional().describe('Received at the main location when it is defined') };

const text = (max: number) => z.string().trim().min(1).max(max);
const about = {
  name: text(255),
  description: text(20_000).optional(),
  category: text(100).optional(),
  price: MONEY.describe('Tax included'),
  currency: currency.default('TRY'),
};
const ofType = (more: Record<string, z.ZodType>, meta: Record<string, z.ZodType>) =>
  z.discriminatedUnion('offering_type', [
    z.strictObject({ ...about, ...more, offering_type: z.literal('service'), meta_info: serviceInfo }),
    z.strictObject({ ...about, ...more, offering_type: z.literal('product'), meta_info: productInfo.extend(meta) }),
  ]);
export const newOffering = ofType({}, opening) as z.ZodType<OfferingBody>;
export const changedOffering = ofType({ is_active: z.boolean().optional() }, {}) as z.ZodType<OfferingBody>;

type Decimal = number | string;
type ServiceInfo = z.infer<typeof serviceInfo>;
type ProductInfo = z.infer<typeof productInfo> & { stock_quantity?: number };
export type OfferingBody = { name: string; description?: string; category?: string; price: Decimal; currency: Currency; is_active?: boolean } & (
  | { offering_type: 'service'; meta_info: ServiceInfo }
  | { offering_type: 'product'; meta_info: ProductInfo }
);

const serviceOf = (info: ServiceInfo): Terms => ({
  type: 'service',
  durationMinutes: info.duration_minutes,
  requiresAppointment: info.requires_appointment,
  staffRequired: info.staff_required,
  staffIds: info.staff_ids,
  preparationMinutes: info.preparation_time,
  cleanupMinutes: info.cleanup_time,
  maxConcurrent: info.max_concurrent,
  bookingAdvanceDays: info.booking_advance_days,
  cancellationHours: info.cancellation_hours,
});
const productOf = (info: ProductInfo): Terms => ({
  type: 'product',
  sku: info.sku,
  stockTracking: info.stock_tracking,
  lowStockThreshold: info.low_stock_threshold,
  shippingRequired: info.shipping_required,
  shippingCost: minor(info.shipping_cost),
  ...(info.weight_grams !== undefined && { weightGrams: info.weight_grams }),
  ...(info.dimensions && { dimensions: info.dimensions }),
  ...(info.brand && { brand: info.brand }),
  ...(info.ingredients && { ingredients: info.ingredients }),
  ...(info.usage && { usage: info.usage }),
});

/** What a body says, as commands take it. */
export function offeringOf(body: OfferingBody) {
  const { name, description, category, price, currency, meta_info: info } = body;
  const terms = body.offering_type === 'service' ? serviceOf(body.meta_info) : productOf(body.meta_info);
  const priced: Price = { amount: minor(price), currency, taxRate: basisPoints(info.tax_rate) };
  return { name, ...(description && { description }), ...(category && { category }), terms, price: priced };
}

/** The other way. `taxRate` in basis points; `stock`: how much is free to sell, when it is counted. */
export function infoOf(terms: Terms, taxRate: number, stock: number | undefined): object {
  const tax_rate = decimal(taxRate, 4);
  if (terms.type === 'service') {
    const { durationMinutes, requiresAppointment, staffRequired, staffIds, preparationMinutes, cleanupMinutes, ...rest } = terms;
    const times = { duration_minutes: durationMinutes, preparation_time: preparationMinutes, cleanup_time: cleanupMinutes };
    const staff = { requires_appointment: requiresAppointment, staff_required: staffRequired, staff_ids: staffIds };
    const limits = { max_concurrent: rest.maxConcurrent, booking_advance_days: rest.bookingAdvanceDays, cancellation_hours: rest.cancellationHours };
    return { ...times, ...staff, ...limits, tax_rate };
  }
  const { sku, stockTracking, lowStockThreshold, weightGrams, dimensions, shippingRequired, shippingCost, brand, ingredients, usage } = terms;
  const goods = { sku, stock_quantity: stock, stock_tracking: stockTracking, low_stock_threshold: lowStockThreshold, weight_grams: weightGrams, dimensions };
  return { ...goods, shipping_required: shippingRequired, shipping_cost: money(shippingCost), tax_rate, brand, ingredients, usage };
}
