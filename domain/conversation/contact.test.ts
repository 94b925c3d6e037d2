import { ada, AT, contact, failed, handover, hello, id, opened, queued, receive, received, resolved, say } from '#infra/testing/conversation.ts';
import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import type { ConversationCommand, ConversationEvent } from './messages.ts';
import { conversationSlice as slice } from './slice.ts';

spec('conversation: whose its contact is', (it) => {
  const [she, he] = [id(1), id(2)];
  const linked = (patientId: string): ConversationEvent => ({ type: 'ConversationLinked', data: { patientId } });
  const follow = (data: { patientId?: string; was?: string }): ConversationCommand => ({ type: 'FollowContact', data });
  it('it goes with its contact, and where a person linked it otherwise it stays', () => {
    given(slice, opened())
      .when(follow({ patientId: she }))
      .then(linked(she));
    given(slice, opened(), linked(she))
      .when(follow({ patientId: he, was: she }))
      .then(linked(he));
    given(slice, opened(), linked(she))
      .when(follow({ was: she }))
      .then({ type: 'ConversationUnlinked', data: { patientId: she } });
    given(slice, opened(), linked(he))
      .when(follow({ patientId: she }))
      .then();
    given(slice)
      .when(follow({ patientId: she }))
      .then(reject('conversation.unknown'));
  });
  it('a message does not link anew what a person linked to somebody else', () =>
    given(slice, opened(), linked(he))
      .when({ type: 'ReceiveMessage', data: { ...contact('whatsapp'), patientId: she, messageId: id(3), sentAt: AT, kind: 'text', content: hello } })
      .then(received(3)));
  it('once the number is somebody else’s, what waits is taken back and nothing more is said or heard', () => {
    const lost: ConversationEvent = { type: 'ContactLost', data: { contactId: id(9) } };
    given(slice, opened(), received(1), queued(2), queued(3))
      .when({ type: 'LoseContact', data: {} })
      .then(lost, failed(2, 'withdrawn'), failed(3, 'withdrawn'), resolved);
    given(slice, opened(), lost).when({ type: 'LoseContact', data: {} }).then();
    const commands = [say(4), receive(4), handover, { type: 'TakeOver', data: {} } as const];
    for (const command of commands) given(slice, opened(), received(1), lost, resolved).when(command, { by: ada }).then(reject('conversation.contact-lost'));
  });
});
