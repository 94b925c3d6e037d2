import { anyDeadlines } from '../kernel/deadline.ts';
import type { StoredConsentEvent } from './messages.ts';

const name = ({ purpose, recipient }: { purpose: string; recipient?: string }) => `consent-expires:${purpose}:${recipient ?? ''}`;
const ends = ({ data }: { data: { purpose: string; recipient?: string } }) => ({ end: [name(data)] });

/** A consent without an end that follows one with an end takes that end away. */
export const consentDeadlines = anyDeadlines<StoredConsentEvent>({
  ConsentGranted: ({ data }) => {
    const { purpose, recipient, until } = data;
    const command = { type: 'ExpireConsent', data: { purpose, ...(recipient && { recipient }) } };
    return until ? { set: [{ name: name(data), at: until, command }] } : ends({ data });
  },
  ConsentWithdrawn: ends,
  ConsentExpired: ends,
});
