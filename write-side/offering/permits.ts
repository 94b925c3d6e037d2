import type { OfferingCommand } from '#domain/offering/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const offeringPermits = {
  DefineOffering: ['admin', 'coordinator', 'finance'],
  AmendOffering: ['admin', 'coordinator', 'finance'],
  PriceOffering: ['admin', 'finance'],
  RetireOffering: ['admin', 'coordinator', 'finance'],
  ReinstateOffering: ['admin', 'coordinator', 'finance'],
} as const satisfies Record<OfferingCommand['type'], Permit>;
