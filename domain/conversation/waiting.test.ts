import { ada, opened, queued, received, resolved, say, took } from '#infra/testing/conversation.ts';
import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import type { ConversationCommand, ConversationEvent } from './messages.ts';
import { conversationSlice as slice } from './slice.ts';

spec('conversation: who waits', (it) => {
  const [by, closes] = ['2026-01-02T03:14:05.000Z', '2026-01-03T03:04:05.000Z'];
  const requested: ConversationEvent = { type: 'HandoverRequested', data: { context: 1, answerBy: by } };
  const overdue = (kind: 'hand-over' | 'window', by: string): ConversationEvent => ({ type: 'AnswerOverdue', data: { kind, by } });
  const answer = (kind: 'hand-over' | 'window', by: string): ConversationEvent => ({ type: 'AnswerGiven', data: { kind, by } });
  const miss: ConversationCommand = { type: 'MissHandover', data: {} };
  const warn: ConversationCommand = { type: 'WarnOfWindow', data: {} };
  it('a hand-over nobody takes is overdue after ten minutes, once, and ends when somebody takes it', () => {
    given(slice, opened(), received(1), requested).when(miss).then(reject('conversation.not-due'));
    given(slice, opened(), received(1), requested).when(miss, { at: by }).then(overdue('hand-over', by));
    given(slice, opened(), received(1), requested, overdue('hand-over', by)).when(miss, { at: by }).then();
    given(slice, opened(), received(1), requested, overdue('hand-over', by))
      .when({ type: 'TakeOver', data: {} }, { by: ada })
      .then(took('ada'), answer('hand-over', by));
    given(slice, opened(), received(1), requested, took('ada')).when(miss, { at: by }).then();
  });
  it('a message nobody answers is overdue two hours before its window closes, and ends with the answer', () => {
    const late = '2026-01-03T01:04:05.000Z';
    given(slice, opened(), received(1)).when(warn).then(reject('conversation.not-due'));
    given(slice, opened(), received(1)).when(warn, { at: late }).then(overdue('window', closes));
    given(slice, opened(), received(1), queued(2, 'hub')).when(warn, { at: late }).then(overdue('window', closes));
    given(slice, opened(), received(1), took('ada'), overdue('window', closes))
      .when(say(2), { by: ada, at: late })
      .then(queued(2, 'human'), answer('window', closes));
  });
  it('what was answered, resolved, or has no window is not overdue', () => {
    const late = '2026-01-03T01:04:05.000Z';
    for (const events of [
      [received(1), queued(2)],
      [received(1), resolved],
    ])
      given(slice, opened(), ...events)
        .when(warn, { at: late })
        .then();
    given(slice, opened('web'), received(1)).when(warn, { at: late }).then();
  });
});
