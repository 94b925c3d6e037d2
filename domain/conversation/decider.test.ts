import { as, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import {
  ada,
  AT,
  bora,
  bot,
  failed,
  handover,
  hello,
  id,
  opened,
  queued,
  receive,
  received,
  reopened,
  resolved,
  say,
  took,
} from '#infra/testing/conversation.ts';
import type { ConversationCommand, ConversationEvent } from './messages.ts';
import { EMERGENCY, HANDOVER } from './notices.ts';
import { conversationSlice as slice } from './slice.ts';

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
