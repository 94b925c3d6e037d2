import type { StoredCallEvent } from '#domain/call/messages.ts';
import { type Fold, view } from '../kernel/projection.ts';
import { CallTranscript, type CallTranscriptRow } from './table.ts';

export const callTranscript: Fold<StoredCallEvent, CallTranscriptRow> = {
  name: 'call-transcript',
  key: ({ id }) => id,
  when: {
    TranscriptAdded: ({ id, data: { segments }, meta, stream, position }) => ({ tenant: meta.tenant, id, callId: stream.id, segments, position }),
  },
  blind: () => true,
  onParked: 'goOn',
};
export const callTranscriptView = view(callTranscript, CallTranscript);
