import { type Decider, type Rejection, reject } from '../kernel/decider.ts';
import type { CallCommand, CallEvent } from './messages.ts';

export type OfferedCall = {
  readonly status: 'offered' | 'answered' | 'ended';
  readonly contactId: string;
  readonly consent?: boolean;
  readonly measured: boolean;
  /** Segments of the transcript that are recorded. */
  readonly seqs: readonly number[];
};
export type CallState = { readonly status: 'unknown' } | OfferedCall;
type Decided = CallEvent[] | Rejection;

const ifKnown = (state: CallState, decide: (call: OfferedCall) => Decided): Decided => (state.status === 'unknown' ? reject('call.unknown') : decide(state));
const ifGoing = (state: CallState, decide: (call: OfferedCall) => Decided): Decided =>
  ifKnown(state, (call) => (call.status === 'ended' ? reject('call.over') : decide(call)));
const to = (state: CallState, change: Partial<OfferedCall>): CallState => (state.status === 'unknown' ? state : { ...state, ...change });

export const call: Decider<CallCommand, CallEvent, CallState> = {
  initial: { status: 'unknown' },
  decide: {
    OfferCall: ({ data: { direction, contactId, line, number, deviceId, conversationId } }, { status }) =>
      status === 'unknown'
        ? [
            {
              type: 'CallOffered',
              data: { direction, contactId, line, number, ...(deviceId && { deviceId }), ...(conversationId && { conversationId }) },
            },
          ]
        : [],
    AnswerCall: ({ data: { answeredBy }, by }, state) =>
      ifGoing(state, ({ status }) =>
        status === 'answered' ? [] : [{ type: 'CallAnswered', data: { answeredBy, ...(by.kind === 'staff' && { memberId: by.id }) } }],
      ),
    TransferCall: ({ data: { target } }, state) =>
      ifGoing(state, ({ status }) => (status === 'answered' ? [{ type: 'CallTransferred', data: { target } }] : reject('call.not-answered'))),
    RecordCallConsent: ({ data: { granted, notice } }, state) =>
      ifGoing(state, ({ consent }) => (consent === granted ? [] : [{ type: 'CallConsentRecorded', data: { granted, notice } }])),
    // Recognition lags behind speech, so words may come after the end; after a refusal none are kept.
    AddTranscript: ({ data: { segments } }, state) =>
      ifKnown(state, ({ consent, seqs }) => {
        if (consent === false) return reject('call.no-consent');
        const fresh = segments.filter(({ seq }, i) => !seqs.includes(seq) && segments.findIndex((s) => s.seq === seq) === i);
        return fresh.length > 0 ? [{ type: 'TranscriptAdded', data: { seqs: fresh.map(({ seq }) => seq), segments: fresh } }] : [];
      }),
    RecordCallQuality: ({ data: { codec, mos, lossPercent, jitterMs, answerMs } }, state) =>
      ifKnown(state, ({ measured }) =>
        measured ? [] : [{ type: 'CallQualityRecorded', data: { codec, mos, lossPercent, jitterMs, ...(answerMs !== undefined && { answerMs }) } }],
      ),
    EndCall: ({ data: { cause, endedBy } }, state) =>
      ifKnown(state, ({ status }) => (status === 'ended' ? [] : [{ type: 'CallEnded', data: { cause, endedBy } }])),
  },
  evolve: {
    CallOffered: ({ data: { contactId } }) => ({ status: 'offered', contactId, measured: false, seqs: [] }),
    CallAnswered: (_, state) => to(state, { status: 'answered' }),
    CallTransferred: (_, state) => state,
    CallConsentRecorded: ({ data: { granted } }, state) => to(state, { consent: granted }),
    TranscriptAdded: ({ data: { seqs } }, state) => (state.status === 'unknown' ? state : { ...state, seqs: [...state.seqs, ...seqs] }),
    CallQualityRecorded: (_, state) => to(state, { measured: true }),
    CallEnded: (_, state) => to(state, { status: 'ended' }),
  },
};
