import type { StoredAdapterEvent } from '#domain/adapter/messages.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { AdapterList, type AdapterRow } from './table.ts';

type Row = AdapterRow | undefined;
const change = ({ recordedAt, revision, position }: Seen<StoredAdapterEvent>, row: Row, to: Partial<AdapterRow>): Row =>
  row && { ...row, ...to, updatedAt: recordedAt, revision, position };

export const adapterList: Fold<StoredAdapterEvent, AdapterRow> = {
  name: 'adapter-list',
  key: ({ stream }) => stream.id,
  when: {
    AdapterConnected: ({ data, meta, stream, recordedAt, revision, position }, row) => ({
      ...{ tenant: meta.tenant, id: stream.id, provider: data.provider, account: data.account, settings: data.settings, hook: data.hook },
      ...{
        status: 'connected',
        tested: null,
        rejected: row?.rejected ?? 0,
        parked: row?.parked ?? [],
        connectedAt: recordedAt,
        updatedAt: recordedAt,
        revision,
        position,
      },
    }),
    SecretsRotated: (event, row) => change(event, row, {}),
    HookRotated: (event, row) => change(event, row, { hook: event.data.hook }),
    AdapterTested: (event, row) => {
      const { ok, code } = event.data;
      return change(event, row, { tested: { at: event.meta.occurredAt, ok, ...(code && { code }) } });
    },
    AdapterDisabled: (event, row) => change(event, row, { status: 'disabled' }),
    WebhookRejected: (event, row) => change(event, row, { rejected: (row?.rejected ?? 0) + 1 }),
    WebhookParked: (event, row) => {
      const { webhookId, code } = event.data;
      return change(event, row, { parked: [...(row?.parked ?? []), { webhookId, code, parkedAt: event.meta.occurredAt }] });
    },
    ParkedEnded: (event, row) => change(event, row, { parked: (row?.parked ?? []).filter(({ webhookId }) => webhookId !== event.data.webhookId) }),
  },
};
export const adapterListView = view(adapterList, AdapterList);
