import type { StoredCallEvent } from '#domain/call/messages.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { CallList, type CallListRow } from './table.ts';

type Row = CallListRow | undefined;
const change = ({ revision, position }: Seen<StoredCallEvent>, row: Row, to: Partial<CallListRow>): Row => row && { ...row, ...to, revision, position };

export const callList: Fold<StoredCallEvent, CallListRow> = {
  name: 'call-list',
  key: ({ stream }) => stream.id,
  when: {
    CallOffered: ({ data: { direction, contactId, conversationId, deviceId, line, number }, meta, stream, revision, position }) => ({
      ...{ tenant: meta.tenant, id: stream.id, direction, status: 'offered', contactId, line, number },
      ...{ conversationId: conversationId ?? null, deviceId: deviceId ?? null, answeredBy: null, memberId: null, transfers: [] },
      ...{ consent: null, quality: null, cause: null, offeredAt: new Date(meta.occurredAt), answeredAt: null, endedAt: null },
      ...{ offered: position, revision, position },
    }),
    CallAnswered: (event, row) =>
      change(event, row, {
        status: 'answered',
        answeredBy: event.data.answeredBy,
        memberId: event.data.memberId ?? null,
        answeredAt: new Date(event.meta.occurredAt),
      }),
    CallTransferred: (event, row) => change(event, row, { transfers: [...(row?.transfers ?? []), { ...event.data.target, at: event.meta.occurredAt }] }),
    CallConsentRecorded: (event, row) => change(event, row, { consent: event.data.granted }),
    TranscriptAdded: (event, row) => change(event, row, {}),
    CallQualityRecorded: (event, row) => change(event, row, { quality: event.data }),
    CallEnded: (event, row) => change(event, row, { status: 'ended', cause: event.data.cause, endedAt: new Date(event.meta.occurredAt) }),
  },
};
export const callListView = view(callList, CallList);
