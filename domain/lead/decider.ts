import { type Decider, type Rejection, reject } from '../kernel/decider.ts';
import type { LeadCommand, LeadEvent } from './messages.ts';

export type LeadState = { readonly status: 'unknown' | 'new' | 'qualified' | 'merged' | 'disqualified'; readonly reachable: boolean };

function ifNew({ status }: LeadState, decide: () => LeadEvent[] | Rejection): LeadEvent[] | Rejection {
  if (status === 'unknown') return reject('lead.unknown');
  return status === 'new' ? decide() : reject('lead.already-decided', { status });
}

export const leadDecider: Decider<LeadCommand, LeadEvent, LeadState> = {
  initial: { status: 'unknown', reachable: false },
  decide: {
    CaptureLead: ({ data: { channel, source, language, name, phone, email, interest } }, { status }) => {
      if (status !== 'unknown') return reject('lead.already-captured');
      const known = { ...(source && { source }), ...(language && { language }), ...(phone && { phone }), ...(email && { email }) };
      return [{ type: 'LeadCaptured', data: { channel, ...known, name, interest } }];
    },
    QualifyLead: ({ data: { patientId, notice } }, state) =>
      ifNew(state, () => {
        if (!state.reachable) return reject('lead.not-reachable');
        return notice ? [{ type: 'LeadQualified', data: { patientId, notice } }] : reject('lead.notice-missing');
      }),
    MergeLead: ({ data: { into } }, state) => ifNew(state, () => [{ type: 'LeadMerged', data: { into } }]),
    DisqualifyLead: ({ data: { why } }, state) => ifNew(state, () => [{ type: 'LeadDisqualified', data: { why } }]),
  },
  evolve: {
    // A sealed field that is there tells that there is a way to reach the person, and nothing else.
    LeadCaptured: ({ data: { phone, email, channel } }) => ({
      status: 'new',
      reachable: phone !== undefined || email !== undefined || ['whatsapp', 'instagram', 'phone', 'sms', 'agency'].includes(channel),
    }),
    LeadQualified: (_, state) => ({ ...state, status: 'qualified' }),
    LeadMerged: (_, state) => ({ ...state, status: 'merged' }),
    LeadDisqualified: (_, state) => ({ ...state, status: 'disqualified' }),
  },
};
