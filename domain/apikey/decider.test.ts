import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import type { ApikeyCommand, ApikeyEvent } from './messages.ts';
import { apikeySlice as slice } from './slice.ts';

const service = { kind: 'service', label: 'CRM', scopes: ['leads.write'], origins: [], credentialHash: 'ab'.repeat(32) } as const;
const widget = { ...service, kind: 'widget', scopes: ['chat'], origins: ['https://klinik.example'] } as const;
type Issue = Extract<ApikeyCommand, { type: 'IssueApiKey' }>['data'];
const issue = (data: object) => ({ type: 'IssueApiKey', data: data as Issue }) as const;
const issued = (data: object) => ({ type: 'ApiKeyIssued', data }) as ApikeyEvent;
const revoke = { type: 'RevokeApiKey', data: {} } as const;

spec('api key', (it) => {
  it('is issued once, for a time that lies ahead', () => {
    given(slice).when(issue(service)).then(issued(service));
    given(slice, issued(service)).when(issue(service)).then(reject('apikey.issued'));
    given(slice)
      .when(issue({ ...service, expiresAt: '2001-01-01T00:00:00.000Z' }))
      .then(reject('apikey.in-past'));
  });
  it('of a widget is bound to web pages and may not do what a program may', () => {
    given(slice).when(issue(widget)).then(issued(widget));
    given(slice)
      .when(issue({ ...widget, origins: [] }))
      .then(reject('apikey.origins'));
    given(slice)
      .when(issue({ ...service, origins: widget.origins }))
      .then(reject('apikey.origins'));
    given(slice)
      .when(issue({ ...widget, scopes: ['chat', 'conversations.read'] }))
      .then(reject('apikey.scope', { scopes: ['conversations.read'] }));
    given(slice)
      .when(issue({ ...service, scopes: ['device'] }))
      .then(reject('apikey.scope', { scopes: ['device'] }));
  });
  it('revoked is revoked', () => {
    const revoked: ApikeyEvent = { type: 'ApiKeyRevoked', data: {} };
    given(slice, issued(service)).when(revoke).then(revoked);
    given(slice, issued(service), revoked).when(revoke).then();
    given(slice).when(revoke).then(reject('apikey.unknown'));
  });
});
