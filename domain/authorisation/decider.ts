import { type Decider, type Rejection, reject } from '../kernel/decider.ts';
import { isFrom } from '../kernel/instants.ts';
import type { AuthorisationCommand, AuthorisationEvent } from './messages.ts';
import { expiresAt, warnsAt } from './validity.ts';

type Known = { readonly status: 'valid' | 'warned' | 'expired' | 'revoked'; readonly validTo: string };
export type AuthorisationState = { readonly status: 'unknown' } | Known;
type Decided = AuthorisationEvent[] | Rejection;

const ifStanding = (state: AuthorisationState, decide: (known: Known) => Decided): Decided => {
  if (state.status === 'unknown') return reject('authorisation.unknown');
  return state.status === 'expired' || state.status === 'revoked' ? [] : decide(state);
};
const now = (state: AuthorisationState, status: Known['status']): AuthorisationState => (state.status === 'unknown' ? state : { ...state, status });

export const authorisationDecider: Decider<AuthorisationCommand, AuthorisationEvent, AuthorisationState> = {
  initial: { status: 'unknown' },
  decide: {
    RecordAuthorisation: ({ data: { kind, number, validFrom, validTo }, at }, { status }) => {
      if (status !== 'unknown') return reject('authorisation.already-recorded');
      if (validTo < validFrom || isFrom(at, expiresAt({ validTo }))) return reject('authorisation.over', { validTo });
      return [{ type: 'AuthorisationRecorded', data: { kind, number, validFrom, validTo } }];
    },
    WarnOfAuthorisation: ({ at }, state) =>
      ifStanding(state, (known) => {
        if (!isFrom(at, warnsAt(known))) return reject('authorisation.not-due');
        return known.status === 'warned' ? [] : [{ type: 'AuthorisationExpiring', data: { validTo: known.validTo } }];
      }),
    ExpireAuthorisation: ({ at }, state) =>
      ifStanding(state, (known) =>
        isFrom(at, expiresAt(known)) ? [{ type: 'AuthorisationExpired', data: { validTo: known.validTo } }] : reject('authorisation.not-due'),
      ),
    RevokeAuthorisation: ({ data: { reason } }, state) => ifStanding(state, () => [{ type: 'AuthorisationRevoked', data: { reason } }]),
  },
  evolve: {
    AuthorisationRecorded: ({ data: { validTo } }) => ({ status: 'valid', validTo }),
    AuthorisationExpiring: (_, state) => now(state, 'warned'),
    AuthorisationExpired: (_, state) => now(state, 'expired'),
    AuthorisationRevoked: (_, state) => now(state, 'revoked'),
  },
};
