import type { OfferCommand } from '#domain/offer/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const offerPermits = {
  DraftOffer: ['coordinator', 'doctor'],
  ApproveOffer: ['coordinator', 'doctor', 'finance'],
  SendOffer: ['coordinator'],
  ViewOffer: ['patient', 'companion', 'agency'],
  AcceptOffer: ['patient', 'coordinator'],
  DeclineOffer: ['patient', 'coordinator'],
  WithdrawOffer: ['coordinator', 'doctor'],
  ExpireOffer: ['system'],
  OutdateOffers: ['system'],
} as const satisfies Record<OfferCommand['type'], Permit>;
