import { type Decider, type Rejection, reject } from '../kernel/decider.ts';
import type { AdapterCommand, AdapterEvent } from './messages.ts';

type Known = { readonly status: 'connected' | 'disabled'; readonly hook: number; readonly parked: readonly string[] };
export type AdapterState = { readonly status: 'unknown' } | Known;
type Decided = AdapterEvent[] | Rejection;

const ifKnown = (state: AdapterState, decide: (known: Known) => Decided): Decided => (state.status === 'unknown' ? reject('adapter.unknown') : decide(state));
const ifConnected = (state: AdapterState, decide: (known: Known) => Decided): Decided =>
  ifKnown(state, (known) => (known.status === 'disabled' ? reject('adapter.disabled') : decide(known)));
const change = (state: AdapterState, to: Partial<Known>): AdapterState => (state.status === 'unknown' ? state : { ...state, ...to });
const parkedOf = (state: AdapterState): readonly string[] => (state.status === 'unknown' ? [] : state.parked);

export const adapter: Decider<AdapterCommand, AdapterEvent, AdapterState> = {
  initial: { status: 'unknown' },
  decide: {
    ConnectAdapter: ({ data: { provider, account, settings, secrets } }, state) => [
      { type: 'AdapterConnected', data: { provider, account, settings, hook: state.status === 'unknown' ? 1 : state.hook, secrets } },
    ],
    RotateSecrets: ({ data: { secrets } }, state) => ifConnected(state, () => [{ type: 'SecretsRotated', data: { secrets } }]),
    RotateHook: (_, state) => ifConnected(state, ({ hook }) => [{ type: 'HookRotated', data: { hook: hook + 1 } }]),
    TestAdapter: ({ data: { ok, code } }, state) => ifConnected(state, () => [{ type: 'AdapterTested', data: { ok, ...(code && { code }) } }]),
    DisableAdapter: ({ data: { reason } }, state) =>
      ifKnown(state, ({ status }) => (status === 'disabled' ? [] : [{ type: 'AdapterDisabled', data: { reason } }])),
    RejectWebhook: ({ data: { digest, account } }, state) => ifKnown(state, () => [{ type: 'WebhookRejected', data: { digest, account } }]),
    ParkWebhook: ({ data: { webhookId, code, digest, body } }, state) =>
      ifKnown(state, ({ parked }) => (parked.includes(webhookId) ? [] : [{ type: 'WebhookParked', data: { webhookId, code, digest, body } }])),
    EndParked: ({ data: { webhookId, how } }, state) =>
      ifKnown(state, ({ parked }) => (parked.includes(webhookId) ? [{ type: 'ParkedEnded', data: { webhookId, how } }] : reject('adapter.not-parked'))),
  },
  evolve: {
    AdapterConnected: ({ data: { hook } }, state) => ({ status: 'connected', hook, parked: parkedOf(state) }),
    SecretsRotated: (_, state) => state,
    HookRotated: ({ data: { hook } }, state) => change(state, { hook }),
    AdapterTested: (_, state) => state,
    AdapterDisabled: (_, state) => change(state, { status: 'disabled' }),
    WebhookRejected: (_, state) => state,
    WebhookParked: ({ data: { webhookId } }, state) => change(state, { parked: [...parkedOf(state), webhookId] }),
    ParkedEnded: ({ data: { webhookId } }, state) => change(state, { parked: parkedOf(state).filter((one) => one !== webhookId) }),
  },
};
