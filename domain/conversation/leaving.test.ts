import { ada, AT, failed, id, opened, queued, received, took } from '#infra/testing/conversation.ts';
import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import type { ConversationCommand, ConversationEvent } from './messages.ts';
import { conversationSlice as slice } from './slice.ts';

spec('conversation: how messages leave', (it) => {
  const until = '2026-01-02T03:05:05.000Z';
  const release = (n?: number): ConversationCommand => ({ type: 'ReleaseMessage', data: { ...(n && { messageId: id(n) }) } });
  const released = (n: number): ConversationEvent => ({ type: 'MessageReleased', data: { messageId: id(n) } });
  const delayed = (n: number, attempt = 1): ConversationEvent => ({ type: 'MessageDelayed', data: { messageId: id(n), until, attempt, code: 'limited' } });
  const resumed = (n: number): ConversationEvent => ({ type: 'MessageResumed', data: { messageId: id(n), attempt: 1 } });
  const sent = (n: number): ConversationEvent => ({ type: 'MessageSent', data: { messageId: id(n), reportedAt: AT } });
  const delay: ConversationCommand = { type: 'DelayMessage', data: { messageId: id(2), until, code: 'limited' } };
  const two = [opened(), received(1), queued(2, 'human'), queued(3, 'human')];
  it('in the order in which they were said, one after the other', () => {
    given(slice, ...two)
      .when(release(3))
      .then(reject('message.not-next'));
    given(slice, ...two)
      .when(release())
      .then(released(2));
    given(slice, ...two, released(2))
      .when(release(3))
      .then(reject('message.not-next'));
    given(slice, ...two, released(2))
      .when(release())
      .then();
    given(slice, ...two, released(2), sent(2))
      .when(release())
      .then(released(3));
    given(slice, ...two, released(2), failed(2, '131026'))
      .when(release(3))
      .then(released(3));
  });
  it('what the provider does not take now waits, and those behind it too', () => {
    given(slice, ...two, released(2))
      .when(delay)
      .then(delayed(2));
    given(slice, ...two, released(2), delayed(2))
      .when(delay)
      .then();
    for (const n of [undefined, 3])
      given(slice, ...two, released(2), delayed(2))
        .when(release(n))
        .then(...(n ? [reject('message.not-next')] : []));
    given(slice, ...two, released(2), delayed(2))
      .when(release(2))
      .then(reject('message.not-queued'));
    given(slice, ...two, released(2), delayed(2))
      .when({ type: 'ResumeMessage', data: { messageId: id(2) } })
      .then(resumed(2));
    given(slice, ...two, released(2), delayed(2), resumed(2))
      .when(release(2))
      .then(released(2));
    given(slice, ...two, released(2), delayed(2), resumed(2))
      .when(delay)
      .then(delayed(2, 2));
  });
  it('the text of an emergency passes by what waits', () => {
    const raised: ConversationEvent = { type: 'EmergencyRaised', data: { since: AT } };
    given(slice, opened(), received(1), queued(2, 'human'), released(2), delayed(2), raised, queued(7, 'hub')).when(release(7)).then(released(7));
  });
  it('what may have been sent or not is given up, not sent again; what was told of it since stands', () => {
    const giveUp: ConversationCommand = { type: 'GiveUpMessage', data: { messageId: id(2) } };
    given(slice, ...two, released(2))
      .when(giveUp)
      .then(failed(2, 'outcome-unknown'));
    for (const after of [[sent(2)], [delayed(2)], []])
      given(slice, ...two, ...(after.length > 0 ? [released(2), ...after] : []))
        .when(giveUp)
        .then();
  });
  it('a bot’s message that waits is taken back when a person takes over', () =>
    given(slice, opened(), received(1), queued(2), released(2), delayed(2))
      .when({ type: 'TakeOver', data: {} }, { by: ada })
      .then(took('ada'), failed(2, 'withdrawn')));
});
