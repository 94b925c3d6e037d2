import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import type { AnalystkeyEvent } from './messages.ts';
import { analystkeySlice as slice } from './slice.ts';

const data = { memberId: '0190a000-0000-7000-8000-000000000001', label: 'Grafana', credentialHash: 'ab'.repeat(32) };
const issued: AnalystkeyEvent = { type: 'AnalystKeyIssued', data };
const revoke = { type: 'RevokeAnalystKey', data: {} } as const;

spec('analyst key', (it) => {
  it('is issued once, for a time that lies ahead', () => {
    given(slice).when({ type: 'IssueAnalystKey', data }).then(issued);
    given(slice, issued).when({ type: 'IssueAnalystKey', data }).then(reject('analystkey.issued'));
    given(slice)
      .when({ type: 'IssueAnalystKey', data: { ...data, expiresAt: '2001-01-01T00:00:00.000Z' } })
      .then(reject('analystkey.in-past'));
  });
  it('revoked is revoked', () => {
    const revoked: AnalystkeyEvent = { type: 'AnalystKeyRevoked', data: {} };
    given(slice, issued).when(revoke).then(revoked);
    given(slice, issued, revoked).when(revoke).then();
    given(slice).when(revoke).then(reject('analystkey.unknown'));
  });
});
