// The journey of one case; the stream's id is the case's. The rule of the journey home is kept here, whoever books.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';
import { SURGERIES } from './intervals.ts';

const reason = z.string().trim().min(1).max(2000);
const instant = z.iso.datetime();
const words = z.string().trim().min(1).max(500);
export const itinerary = z.strictObject({ outbound: words, home: words, hotel: words.optional(), notes: words.optional() });
const surgery = z.enum(SURGERIES);
/** The licence of the group A agency that sells accommodation and transfer. */
const licence = z.string().trim().min(1).max(80);
const minutes = z.int().min(0);

export const travelCommands = defineCommands({
  /** `procedureEnd`: as planned; the true one comes with the operation note. `returnAt`: departure of the flight home. */
  ReserveTravel: z.strictObject({ patientId: id, surgery, procedureEnd: instant, returnAt: instant, licence, itinerary }),
  ChangeTravel: z.strictObject({ returnAt: instant, itinerary }),
  CancelTravel: z.strictObject({ reason }),
  /** Fit to fly from `from` on. */
  CertifyFitToFly: z.strictObject({ patientId: id, from: instant, reason }),
  MoveProcedureEnd: z.strictObject({ procedureEnd: instant }),
  ReopenFitToFly: z.strictObject({ patientId: id, complicationId: id }),
});
export type TravelCommand = CommandOf<typeof travelCommands>;

const earliest = instant;
export const travelEvents = defineEvents({
  TravelReserved: { operational: { patientId: id, minutes, earliest, returnAt: instant, licence }, personal: { itinerary }, health: { surgery } },
  TravelChanged: { operational: { returnAt: instant }, personal: { itinerary } },
  TravelCancelled: { personal: { reason } },
  FitToFlyCertified: { operational: { patientId: id, from: instant }, health: { reason } },
  /** The operation ended at another time than planned. */
  EarliestReturnMoved: { operational: { earliest } },
  /** A complication: whatever was certified counts no more, and no flight goes home without a new certificate. */
  FitToFlyReopened: { operational: { patientId: id, complicationId: id } },
  /** The flight home that stands is no longer allowed as it is. */
  TravelReviewNeeded: { operational: { earliest } },
});
export type TravelEvent = EventOf<typeof travelEvents>;
export type StoredTravelEvent = StoredEventOf<typeof travelEvents>;
