import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import type { AuthorisationEvent } from './messages.ts';
import { authorisationSlice } from './slice.ts';

const permit = { kind: 'ministry-facility', number: 'TR-1', validFrom: '2026-01-01', validTo: '2026-12-31' } as const;
const recorded: AuthorisationEvent = { type: 'AuthorisationRecorded', data: permit };
const expiring: AuthorisationEvent = { type: 'AuthorisationExpiring', data: { validTo: permit.validTo } };
const expired: AuthorisationEvent = { type: 'AuthorisationExpired', data: { validTo: permit.validTo } };
const warn = { type: 'WarnOfAuthorisation', data: {} } as const;
const expire = { type: 'ExpireAuthorisation', data: {} } as const;

spec('authorisation', (it) => {
  it('is recorded once, and not when it is over already', () => {
    given(authorisationSlice).when({ type: 'RecordAuthorisation', data: permit }).then(recorded);
    given(authorisationSlice, recorded).when({ type: 'RecordAuthorisation', data: permit }).then(reject('authorisation.already-recorded'));
    given(authorisationSlice).when({ type: 'RecordAuthorisation', data: permit }, { at: '2027-01-01T00:00:00.000Z' }).then(reject('authorisation.over'));
    given(authorisationSlice)
      .when({ type: 'RecordAuthorisation', data: { ...permit, validFrom: '2027-02-01' } })
      .then(reject('authorisation.over'));
  });
  it('warns once, sixty days before its end', () => {
    given(authorisationSlice, recorded).when(warn, { at: '2026-11-01T23:59:59.000Z' }).then(reject('authorisation.not-due'));
    given(authorisationSlice, recorded).when(warn, { at: '2026-11-02T00:00:00.000Z' }).then(expiring);
    given(authorisationSlice, recorded, expiring).when(warn, { at: '2026-11-03T00:00:00.000Z' }).then();
  });
  it('is valid to the end of its last day', () => {
    given(authorisationSlice, recorded).when(expire, { at: '2026-12-31T23:59:59.000Z' }).then(reject('authorisation.not-due'));
    given(authorisationSlice, recorded).when(expire, { at: '2027-01-01T00:00:00.000Z' }).then(expired);
  });
  it('once it is over nothing more happens to it', () => {
    for (const over of [expired, { type: 'AuthorisationRevoked', data: { reason: 'x' } } as const])
      for (const command of [warn, expire, { type: 'RevokeAuthorisation', data: { reason: 'y' } } as const])
        given(authorisationSlice, recorded, over).when(command, { at: '2027-01-01T00:00:00.000Z' }).then();
  });
  it('an unknown one is refused', () => given(authorisationSlice).when(expire).then(reject('authorisation.unknown')));
});
