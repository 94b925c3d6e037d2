import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { as, decide, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { isRejection, reject } from '../kernel/decider.ts';
import type { CallCommand, CallEvent, Segment } from './messages.ts';
import { callSlice as slice } from './slice.ts';

const id = '0190d0c0-0000-7000-8000-000000000009';
const offer = { direction: 'in', contactId: id, line: '+902120000000', number: '+905551234567' } as const;
const offered: CallEvent = { type: 'CallOffered', data: offer };
const answered: CallEvent = { type: 'CallAnswered', data: { answeredBy: 'bot' } };
const ended: CallEvent = { type: 'CallEnded', data: { cause: 'completed', endedBy: 'customer' } };
const consent = (granted: boolean): CallEvent => ({ type: 'CallConsentRecorded', data: { granted, notice: 'v1' } });
const words = (seq: number): Segment => ({ seq, speaker: 'customer', fromMs: seq, toMs: seq + 1, text: 'merhaba' });
const add = (...seqs: number[]): CallCommand => ({ type: 'AddTranscript', data: { segments: seqs.map(words) } });
const added = (...seqs: number[]): CallEvent => ({ type: 'TranscriptAdded', data: { seqs, segments: seqs.map(words) } });

spec('call', (it) => {
  it('is offered, answered, handed on and ended, and then over', () => {
    const transfer: CallCommand = { type: 'TransferCall', data: { target: { kind: 'queue', id: 'nurses' } } };
    given(slice).when({ type: 'OfferCall', data: offer }).then(offered);
    given(slice, offered)
      .when({ type: 'AnswerCall', data: { answeredBy: 'bot' } }, { by: as('voice', 'agent') })
      .then(answered);
    given(slice, offered).when(transfer).then(reject('call.not-answered'));
    given(slice, offered, answered)
      .when(transfer)
      .then({ type: 'CallTransferred', data: { target: { kind: 'queue', id: 'nurses' } } });
    given(slice, offered, ended)
      .when({ type: 'AnswerCall', data: { answeredBy: 'bot' } })
      .then(reject('call.over'));
    given(slice, offered, ended)
      .when({ type: 'EndCall', data: { cause: 'failed', endedBy: 'network' } })
      .then();
  });
  it('who answers by hand is named', () =>
    given(slice, offered)
      .when({ type: 'AnswerCall', data: { answeredBy: 'human' } }, { by: { ...as('nurse'), id: 'ada' } })
      .then({ type: 'CallAnswered', data: { answeredBy: 'human', memberId: 'ada' } }));
  it('after a refusal to be recorded no word is kept', () => {
    given(slice, offered, answered, consent(false)).when(add(1)).then(reject('call.no-consent'));
    given(slice, offered, answered, consent(false), consent(true)).when(add(1)).then(added(1));
  });
  it('words that come late, again or out of order are recorded once', () => {
    given(slice, offered, answered, added(2), ended)
      .when(add(1, 2, 1))
      .then(added(1));
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(20), { minLength: 1, maxLength: 5 }), { maxLength: 12 }), (batches) => {
        const log: CallEvent[] = [offered];
        for (const batch of batches) {
          const answer = decide(slice, log, add(...batch));
          if (!isRejection(answer)) log.push(...answer);
        }
        const seqs = log.flatMap((e) => (e.type === 'TranscriptAdded' ? e.data.seqs : []));
        assert.equal(
          [...seqs].sort((a, b) => a - b),
          [...new Set(batches.flat())].sort((a, b) => a - b),
        );
      }),
      { numRuns: 50 },
    );
  });
  it('quality is told once', () => {
    const quality = { codec: 'PCMA', mos: 4.38, lossPercent: 0, jitterMs: 1.3 };
    given(slice, offered, ended).when({ type: 'RecordCallQuality', data: quality }).then({ type: 'CallQualityRecorded', data: quality });
    given(slice, offered, { type: 'CallQualityRecorded', data: quality }).when({ type: 'RecordCallQuality', data: quality }).then();
  });
});
