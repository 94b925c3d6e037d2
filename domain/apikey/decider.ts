import { type Decider, reject } from '../kernel/decider.ts';
import { mayHave } from '../kernel/scopes.ts';
import type { ApikeyCommand, ApikeyEvent } from './messages.ts';

export type Apikey = { readonly status: 'unknown' | 'issued' | 'revoked' };

export const apikey: Decider<ApikeyCommand, ApikeyEvent, Apikey> = {
  initial: { status: 'unknown' },
  decide: {
    IssueApiKey: ({ data, at }, { status }) => {
      const { kind, scopes, origins, expiresAt, ...key } = data;
      if (status !== 'unknown') return reject('apikey.issued');
      const excess = scopes.filter((one) => !mayHave(kind, one));
      if (excess.length > 0) return reject('apikey.scope', { scopes: excess });
      if ((kind === 'widget') !== origins.length > 0) return reject('apikey.origins');
      if (expiresAt && Date.parse(expiresAt) <= Date.parse(at)) return reject('apikey.in-past');
      return [{ type: 'ApiKeyIssued', data: { kind, ...key, scopes: [...new Set(scopes)], origins: [...new Set(origins)], ...(expiresAt && { expiresAt }) } }];
    },
    RevokeApiKey: (_, { status }) => {
      if (status === 'unknown') return reject('apikey.unknown');
      return status === 'revoked' ? [] : [{ type: 'ApiKeyRevoked', data: {} }];
    },
  },
  evolve: { ApiKeyIssued: () => ({ status: 'issued' }), ApiKeyRevoked: () => ({ status: 'revoked' }) },
};
