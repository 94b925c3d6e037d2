import { type Decider, reject } from '../kernel/decider.ts';
import type { AnalystkeyCommand, AnalystkeyEvent } from './messages.ts';

export type Analystkey = { readonly status: 'unknown' | 'issued' | 'revoked' };

export const analystkey: Decider<AnalystkeyCommand, AnalystkeyEvent, Analystkey> = {
  initial: { status: 'unknown' },
  decide: {
    IssueAnalystKey: ({ data: { memberId, label, credentialHash, expiresAt }, at }, { status }) => {
      if (status !== 'unknown') return reject('analystkey.issued');
      if (expiresAt && Date.parse(expiresAt) <= Date.parse(at)) return reject('analystkey.in-past');
      return [{ type: 'AnalystKeyIssued', data: { memberId, label, credentialHash, ...(expiresAt && { expiresAt }) } }];
    },
    RevokeAnalystKey: (_, { status }) => {
      if (status === 'unknown') return reject('analystkey.unknown');
      return status === 'revoked' ? [] : [{ type: 'AnalystKeyRevoked', data: {} }];
    },
  },
  evolve: { AnalystKeyIssued: () => ({ status: 'issued' }), AnalystKeyRevoked: () => ({ status: 'revoked' }) },
};
