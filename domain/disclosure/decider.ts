import type { Decider } from '../kernel/decider.ts';
import type { DisclosureCommand, DisclosureEvent } from './messages.ts';

/** What was shown cannot be refused afterwards: there is nothing to decide. */
export const disclosureDecider: Decider<DisclosureCommand, DisclosureEvent, null> = {
  initial: null,
  decide: { RecordDisclosures: ({ data: { disclosures } }) => disclosures.map((data) => ({ type: 'DataDisclosed', data })) },
  evolve: { DataDisclosed: () => null },
};
