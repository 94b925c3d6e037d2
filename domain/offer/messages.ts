// The offers of one case; the stream's id is the case's. Each change is a new version, and what was accepted stays as it was.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';
import { amount, currency } from '../kernel/money.ts';

export const LINE_KINDS = ['procedure', 'hospital', 'doctor', 'hotel', 'flight', 'transfer', 'insurance', 'interpreter', 'other'] as const;
/** `amount`: minor units of the offer's currency; 0 for what is included. */
export const line = z.strictObject({ kind: z.enum(LINE_KINDS), text: z.string().trim().min(1).max(500), amount });
const words = z.string().trim().min(1).max(4000);
/** What is promised besides the price. Names the procedure, so it is health data. */
export const terms = z.strictObject({ doctor: words, facility: words, inclusions: words, insurance: words, cancellation: words });
export type Line = z.infer<typeof line>;
export type Terms = z.infer<typeof terms>;

const version = z.int().min(1);
const reason = z.string().trim().min(1).max(2000);
const until = z.iso.datetime();
const MOST_MINOR_UNITS = 1_000_000_000_000;
const lines = z
  .array(line)
  .min(1)
  .max(100)
  .refine((all) => all.reduce((sum, { amount }) => sum + amount, 0) <= MOST_MINOR_UNITS, 'the total is too large');
const price = { currency, total: amount };
/** A doctor's positive evaluation of the case; `stale` once the intake changed after it. */
const evaluation = z.strictObject({ eventId: id, stale: z.boolean() });
const authorisation = z.strictObject({ id, validFrom: z.iso.date(), validTo: z.iso.date() });
const STALE_REASONS = ['intake-changed', 'case-over'] as const;
const why = z.enum(STALE_REASONS);
const one = z.strictObject({ version });

export const offerCommands = defineCommands({
  DraftOffer: z.strictObject({ patientId: id, currency, lines, terms, validUntil: until }),
  ApproveOffer: one,
  SendOffer: z.strictObject({ version, evaluation: evaluation.optional(), authorisation: authorisation.optional() }),
  ViewOffer: one,
  AcceptOffer: one,
  DeclineOffer: z.strictObject({ version, reason: reason.optional() }),
  WithdrawOffer: z.strictObject({ version, reason }),
  ExpireOffer: one,
  /** What the offers rest on has changed: whatever is not accepted yet counts no more. */
  OutdateOffers: z.strictObject({ why }),
});
export type OfferCommand = CommandOf<typeof offerCommands>;

const only = { operational: { version } };
export const offerEvents = defineEvents({
  OfferDrafted: { operational: { patientId: id, version, validUntil: until, ...price }, health: { lines, terms } },
  OfferApproved: only,
  OfferSent: { operational: { version, validUntil: until, evaluationId: id, authorisationId: id } },
  OfferViewed: only,
  OfferAccepted: { operational: { version, ...price } },
  OfferDeclined: { operational: { version }, health: { reason: reason.optional() } },
  OfferWithdrawn: { operational: { version }, health: { reason } },
  /** Another version took its place: was sent, or accepted, instead. */
  OfferSuperseded: { operational: { version, by: version } },
  OfferExpired: only,
  OfferOutdated: { operational: { version, why } },
});
export type OfferEvent = EventOf<typeof offerEvents>;
export type StoredOfferEvent = StoredEventOf<typeof offerEvents>;
