// The complication policy of one case; the stream's id is the case's.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

const reason = z.string().trim().min(1).max(2000);
/** Covered days, inclusive. */
const cover = { policyId: id, from: z.iso.date(), to: z.iso.date() };
const paper = { insurer: z.string().trim().min(1).max(200), number: z.string().trim().min(1).max(80) };
const claim = { policyId: id, complicationId: id };

export const insuranceCommands = defineCommands({
  BindPolicy: z.strictObject({ patientId: id, ...cover, ...paper }),
  CancelPolicy: z.strictObject({ reason }),
  ClaimPolicy: z.strictObject({ complicationId: id }),
});
export type InsuranceCommand = CommandOf<typeof insuranceCommands>;

export const insuranceEvents = defineEvents({
  PolicyBound: { operational: { patientId: id, ...cover }, personal: paper },
  PolicyCancelled: { operational: { policyId: id }, personal: { reason } },
  PolicyClaimed: { operational: claim },
});
export type InsuranceEvent = EventOf<typeof insuranceEvents>;
export type StoredInsuranceEvent = StoredEventOf<typeof insuranceEvents>;
