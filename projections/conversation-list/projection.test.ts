import * as assert from 'uvu/assert';
import { isSealed } from '#domain/kernel/sealing.ts';
import { spec } from '#infra/testing/spec.ts';
import { given, makeLog } from '#infra/testing/views.ts';
import { conversationMessages } from '../conversation-messages/projection.ts';
import { conversationList } from './projection.ts';

const ID = '0190d0c0-0000-7000-8000-000000000060';
const [IN, OUT] = ['0190d0c0-0000-7000-8000-000000000061', '0190d0c0-0000-7000-8000-000000000062'];
const stream = `conversation-${ID}`;
const at = '2026-03-04T05:00:00.000Z';
const opened = { stream, type: 'ConversationOpened', data: { channel: 'whatsapp', contactId: ID, identity: '+905550000000' } };
const received = { stream, type: 'MessageReceived', data: { messageId: IN, context: 1, kind: 'text', sentAt: at, content: { text: 'ağrım var' } } };
const queued = {
  stream,
  type: 'MessageQueued',
  data: { messageId: OUT, context: 1, author: 'human', kind: 'text', purpose: 'service', content: { text: 'nerede?' } },
};
const report = (type: string) => ({ stream, type, data: { messageId: OUT, reportedAt: at, code: '131047' } });

spec('view conversation-list', (it) => {
  it('shows who holds it, what waits for an answer, and keeps what was said sealed', () => {
    const events = makeLog().write(opened, received, { stream, type: 'HumanTookOver', data: { memberId: 'ada', how: 'inbox' } });
    const row = given(conversationList, events).row(ID)!;
    assert.equal([row.mode, row.holder, row.unanswered, row.lastInboundAt?.toISOString(), row.active], ['human', 'ada', 1, at, 200n]);
    assert.ok(isSealed(row.lastContent) && isSealed(row.identity));
  });
  it('an answer and a resolve leave nothing waiting; a reopening is a new context', () => {
    const events = makeLog().write(
      opened,
      received,
      queued,
      { stream, type: 'ConversationResolved', data: { context: 1 } },
      { stream, type: 'ConversationReopened', data: { context: 2 } },
    );
    const after = (n: number) => given(conversationList, events.slice(0, n)).row(ID)!;
    assert.equal([after(3).unanswered, after(4).status, after(5).status, after(5).context], [0, 'resolved', 'open', 2]);
  });
});

spec('view conversation-messages', (it) => {
  it('a message stands at the highest report, in whatever order they came', () => {
    const events = makeLog().write(opened, queued, report('MessageRead'), report('MessageSent'), report('MessageDelivered'), report('MessageFailed'));
    const row = given(conversationMessages, events).row(OUT)!;
    assert.equal([row.status, row.failure, row.author, row.conversationId], ['read', null, 'human', ID]);
    assert.is(given(conversationMessages, makeLog().write(opened, queued, report('MessageFailed'))).row(OUT)?.failure, '131047');
  });
});
