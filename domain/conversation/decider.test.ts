import { as, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import { plusDays } from '../kernel/instants.ts';
import type { Channel } from './channels.ts';
import type { ConversationCommand, ConversationEvent } from './messages.ts';
import { EMERGENCY, HANDOVER } from './notices.ts';
import { conversationSlice as slice } from './slice.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const AT = '2026-01-02T03:04:05.000Z';
const [bot, ada, bora] = [as('chat', 'agent'), { ...as('coordinator'), id: 'ada' }, { ...as('nurse'), id: 'bora' }];
const hello = { text: 'merhaba' };
const contact = (channel: Channel) => ({ channel, contactId: id(9), identity: '+905551234567' });
const opened = (channel: Channel = 'whatsapp'): ConversationEvent => ({ type: 'ConversationOpened', data: contact(channel) });
const received = (n: number, sentAt = AT, context = 1): ConversationEvent => ({
  type: 'MessageReceived',
  data: { messageId: id(n), context, kind: 'text', sentAt, content: hello, answerBy: plusDays(sentAt, 1) },
});
const queued = (n: number, author: 'bot' | 'human' | 'hub' = 'bot', more = {}): ConversationEvent => ({
  type: 'MessageQueued',
  data: { messageId: id(n), context: 1, author, kind: 'text', purpose: 'service', content: hello, ...more },
});
const took = (memberId: string, how: 'inbox' | 'reply' = 'inbox'): ConversationEvent => ({ type: 'HumanTookOver', data: { memberId, how } });
const say = (n: number, more = {}): ConversationCommand => ({ type: 'SendMessage', data: { messageId: id(n), content: hello, ...more } });
const failed = (n: number, code: string): ConversationEvent => ({ type: 'MessageFailed', data: { messageId: id(n), reportedAt: AT, code } });
const resolved: ConversationEvent = { type: 'ConversationResolved', data: { context: 1 } };
const reopened: ConversationEvent = { type: 'ConversationReopened', data: { context: 2 } };
const handover: ConversationCommand = { type: 'RequestHandover', data: { messageId: id(7), language: 'tr' } };
const receive = (n: number, sentAt = AT): ConversationCommand => ({
  type: 'ReceiveMessage',
  data: { ...contact('whatsapp'), messageId: id(n), sentAt, kind: 'text', content: hello },
});

spec('conversation: what comes in', (it) => {
  it('the first message opens the conversation, and the same message again is nothing', () => {
    given(slice).when(receive(1)).then(opened(), received(1));
    given(slice, opened(), received(1)).when(receive(1)).then();
  });
  it('a message after a resolve opens a new context', () =>
    given(slice, opened(), received(1), resolved)
      .when(receive(2))
      .then(reopened, received(2, AT, 2)));
  it('a customer clock that runs ahead does not hold the window open', () =>
    given(slice, opened()).when(receive(1, '2027-01-01T00:00:00.000Z')).then(received(1)));
});

spec('conversation: what goes out', (it) => {
  const yesterday = '2026-01-01T03:04:05.000Z';
  it('free text is refused once the window is over, and a template is not', () => {
    given(slice, opened(), received(1, '2026-01-01T03:04:06.000Z')).when(say(2), { by: bot }).then(queued(2));
    given(slice, opened(), received(1, yesterday)).when(say(2), { by: bot }).then(reject('conversation.window-closed'));
    given(slice, opened()).when(say(2), { by: bot }).then(reject('conversation.window-closed'));
    const template = { name: 'reminder', language: 'tr' };
    given(slice, opened(), received(1, yesterday))
      .when(say(2, { template }), { by: bot })
      .then(queued(2, 'bot', { template }));
    given(slice, opened('instagram'), received(1)).when(say(2, { template }), { by: bot }).then(reject('conversation.no-templates'));
  });
  it('a person may answer on Instagram for seven days, the bot for one', () => {
    given(slice, opened('instagram'), received(1, yesterday)).when(say(2), { by: bot }).then(reject('conversation.window-closed'));
    given(slice, opened('instagram'), received(1, yesterday)).when(say(2), { by: ada }).then(took('ada', 'reply'), queued(2, 'human'));
  });
  it('a channel of the tenant itself has no window', () => given(slice, opened('web')).when(say(2), { by: bot }).then(queued(2)));
  it('what the channel would cut off is refused', () =>
    given(slice, opened('instagram'), received(1))
      .when(say(2, { content: { text: 'x'.repeat(1001) } }), { by: bot })
      .then(reject('conversation.text-too-long', { longest: 1000 })));
  it('marketing needs an opt-in that was not taken back', () => {
    const allowed: ConversationEvent = { type: 'MarketingAllowed', data: { evidence: 'iys' } };
    const stopped: ConversationEvent = { type: 'MarketingStopped', data: { channel: 'whatsapp' } };
    const ad = say(2, { purpose: 'marketing' });
    given(slice, opened(), received(1)).when(ad, { by: bot }).then(reject('conversation.no-opt-in'));
    given(slice, opened(), received(1), allowed)
      .when(ad, { by: bot })
      .then(queued(2, 'bot', { purpose: 'marketing' }));
    given(slice, opened(), received(1), allowed, stopped).when(ad, { by: bot }).then(reject('conversation.no-opt-in'));
  });
  it('the bot does not answer a message when another came since', () => {
    given(slice, opened(), received(1), received(2))
      .when(say(3, { answers: id(1) }), { by: bot })
      .then(reject('conversation.outdated'));
    given(slice, opened(), received(1), received(2))
      .when(say(3, { answers: id(2) }), { by: bot })
      .then(queued(3, 'bot', { answers: id(2) }));
  });
  it('a message is released once, and not when the window closed while it waited', () => {
    const release: ConversationCommand = { type: 'ReleaseMessage', data: { messageId: id(2) } };
    const released: ConversationEvent = { type: 'MessageReleased', data: { messageId: id(2) } };
    given(slice, opened(), received(1), queued(2)).when(release).then(released);
    given(slice, opened(), received(1), queued(2), released).when(release).then(reject('message.not-queued'));
    given(slice, opened(), received(1), queued(2))
      .when(release, { at: '2026-01-03T03:04:05.000Z' })
      .then({
        type: 'MessageFailed',
        data: { messageId: id(2), reportedAt: '2026-01-03T03:04:05.000Z', code: 'window-closed' },
      });
  });
});

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

spec('conversation: hand-over', (it) => {
  const notice = queued(7, 'hub', { content: { text: HANDOVER.text.tr } });
  const requested: ConversationEvent = { type: 'HandoverRequested', data: { context: 1, answerBy: '2026-01-02T03:14:05.000Z' } };
  it('a hand-over tells the customer in the same append, as a template when the window is over', () => {
    given(slice, opened(), received(1)).when(handover).then(requested, notice);
    const template = { name: HANDOVER.template, language: 'tr' };
    given(slice, opened())
      .when(handover)
      .then(requested, queued(7, 'hub', { content: { text: HANDOVER.text.tr }, template }));
    given(slice, opened(), received(1), requested, notice).when(handover).then();
  });
  it('the bot is silent from the request until it is given back', () => {
    given(slice, opened(), received(1), requested).when(say(2), { by: bot }).then(reject('conversation.handover-requested'));
    given(slice, opened(), received(1), took('ada')).when(say(2), { by: bot }).then(reject('conversation.held-by-human'));
    given(slice, opened(), received(1), took('ada'), { type: 'BotResumed', data: { from: 'human' } })
      .when(say(2), { by: bot })
      .then(queued(2));
  });
  it('a reminder of the hub does not talk into a person’s conversation either', () =>
    given(slice, opened(), received(1), took('ada'))
      .when(say(2), { by: as('reactor', 'system') })
      .then(reject('conversation.held-by-human')));
  it('of two people one holds it; the other neither takes nor answers', () => {
    given(slice, opened(), received(1), took('ada'))
      .when({ type: 'TakeOver', data: {} }, { by: bora })
      .then(reject('conversation.taken', { holder: 'ada' }));
    given(slice, opened(), received(1), took('ada'))
      .when(say(2), { by: bora })
      .then(reject('conversation.taken', { holder: 'ada' }));
    given(slice, opened(), received(1), took('ada')).when({ type: 'TakeOver', data: {} }, { by: ada }).then();
  });
  it('taking over takes back what the bot had not sent yet', () =>
    given(slice, opened(), received(1), queued(2), { type: 'MessageReleased', data: { messageId: id(2) } }, queued(3))
      .when({ type: 'TakeOver', data: {} }, { by: ada })
      .then(took('ada'), failed(3, 'withdrawn')));
  it('an answer from the phone’s own app pauses the bot; the echo of what the hub sent does not', () => {
    const key = 'ab'.repeat(16);
    const echo: ConversationCommand = { type: 'RecordEcho', data: { messageId: id(5), externalKey: key, sentAt: AT, kind: 'text', content: hello } };
    const echoed: ConversationEvent = {
      type: 'MessageEchoed',
      data: { messageId: id(5), context: 1, kind: 'text', sentAt: AT, content: hello, externalKey: key },
    };
    const app: ConversationEvent = { type: 'HumanTookOver', data: { how: 'app' } };
    given(slice, opened(), received(1), queued(2)).when(echo).then(app, failed(2, 'withdrawn'), echoed);
    given(slice, opened(), received(1), app, echoed).when(echo).then();
    given(slice, opened(), received(1), queued(2), { type: 'MessageSent', data: { messageId: id(2), reportedAt: AT, externalKey: key } })
      .when(echo)
      .then();
    given(slice, opened(), received(1), app).when({ type: 'TakeOver', data: {} }, { by: ada }).then(took('ada'));
  });
  it('the hub by itself gives back what nobody answered, never what a person holds', () => {
    const back: ConversationCommand = { type: 'ReturnToBot', data: {} };
    given(slice, opened(), received(1), requested)
      .when(back, { by: as('', 'system') })
      .then({ type: 'BotResumed', data: { from: 'requested' } });
    given(slice, opened(), received(1), took('ada'))
      .when(back, { by: as('', 'system') })
      .then(reject('conversation.held-by-human'));
    given(slice, opened(), received(1), took('ada'))
      .when(back, { by: bora })
      .then({ type: 'BotResumed', data: { from: 'human' } });
  });
  it('resolving gives it back to the bot, which stays silent until the customer writes', () => {
    given(slice, opened(), received(1), took('ada')).when({ type: 'ResolveConversation', data: {} }, { by: ada }).then(resolved);
    given(slice, opened(), received(1), took('ada'), resolved).when(say(2), { by: bot }).then(reject('conversation.resolved'));
    given(slice, opened(), received(1), took('ada')).when({ type: 'ResolveConversation', data: {} }, { by: bot }).then(reject('conversation.held-by-human'));
  });
});

spec('conversation: emergency', (it) => {
  const raise: ConversationCommand = { type: 'RaiseEmergency', data: { messageId: id(8), language: 'en' } };
  const raised: ConversationEvent = { type: 'EmergencyRaised', data: { since: AT } };
  it('while one is open the bot says the fixed text and nothing else', () => {
    given(slice, opened(), received(1), queued(2))
      .when(raise, { by: bot })
      .then(raised, failed(2, 'withdrawn'), queued(8, 'hub', { content: { text: EMERGENCY.text.en } }));
    given(slice, opened(), received(1), raised).when(say(2), { by: bot }).then(reject('conversation.emergency'));
    given(slice, opened(), received(1), raised).when(raise, { by: bot }).then();
  });
  it('it stays open until a person acknowledges it, and only then may be resolved', () => {
    given(slice, opened(), raised).when({ type: 'ResolveConversation', data: {} }, { by: ada }).then(reject('conversation.emergency'));
    given(slice, opened(), raised)
      .when({ type: 'AcknowledgeEmergency', data: {} }, { by: ada })
      .then({ type: 'EmergencyAcknowledged', data: { memberId: 'ada', since: AT } });
  });
});

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
