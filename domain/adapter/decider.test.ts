import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import type { AdapterCommand, AdapterEvent } from './messages.ts';
import { adapterSlice as slice } from './slice.ts';

const webhookId = '0190d0c0-0000-7000-8000-000000000001';
const digest = 'ab'.repeat(32);
const account = { provider: 'whatsapp', account: '1001', settings: {}, secrets: { accessToken: 'a-secret' } } as const;
const connected = (hook = 1): AdapterEvent => ({ type: 'AdapterConnected', data: { ...account, hook } });
const parked: AdapterEvent = { type: 'WebhookParked', data: { webhookId, code: 'hook.unreadable', digest, body: '{' } };
const park: AdapterCommand = { type: 'ParkWebhook', data: { webhookId, code: 'hook.unreadable', digest, body: '{' } };
const end: AdapterCommand = { type: 'EndParked', data: { webhookId, how: 'discarded' } };
const disabled: AdapterEvent = { type: 'AdapterDisabled', data: { reason: 'closed' } };

spec('adapter', (it) => {
  it('connecting again replaces the account and keeps the address of its webhooks', () => {
    given(slice).when({ type: 'ConnectAdapter', data: account }).then(connected());
    given(slice, connected(), { type: 'HookRotated', data: { hook: 2 } }, disabled)
      .when({ type: 'ConnectAdapter', data: account })
      .then(connected(2));
  });
  it('a new address has the next number', () => {
    given(slice, connected())
      .when({ type: 'RotateHook', data: {} })
      .then({ type: 'HookRotated', data: { hook: 2 } });
    given(slice).when({ type: 'RotateHook', data: {} }).then(reject('adapter.unknown'));
    given(slice, connected(), disabled).when({ type: 'RotateHook', data: {} }).then(reject('adapter.disabled'));
  });
  it('what could not be taken is parked once, and ends once', () => {
    given(slice, connected()).when(park).then(parked);
    given(slice, connected(), parked).when(park).then();
    given(slice, connected(), parked)
      .when(end)
      .then({ type: 'ParkedEnded', data: { webhookId, how: 'discarded' } });
    given(slice, connected(), parked, { type: 'ParkedEnded', data: { webhookId, how: 'discarded' } })
      .when(end)
      .then(reject('adapter.not-parked'));
  });
  it('disabling twice changes nothing', () =>
    given(slice, connected(), disabled)
      .when({ type: 'DisableAdapter', data: { reason: 'again' } })
      .then());
});
