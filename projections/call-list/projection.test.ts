import * as assert from 'uvu/assert';
import { isSealed } from '#domain/kernel/sealing.ts';
import { spec } from '#infra/testing/spec.ts';
import { given, makeLog } from '#infra/testing/views.ts';
import { articleList } from '../article-list/projection.ts';
import { articleVersions } from '../article-versions/projection.ts';
import { callTranscript } from '../call-transcript/projection.ts';
import { dialplans } from '../dialplan/projection.ts';
import { callList } from './projection.ts';

const ID = '0190d0c0-0000-7000-8000-000000000080';
const call = `call-${ID}`;

spec('view call-list', (it) => {
  it('shows who answered, where it went and how it ended, and keeps number and words sealed', () => {
    const events = makeLog().write(
      { stream: call, type: 'CallOffered', data: { direction: 'in', contactId: ID, line: '+902120000000', number: '+905550000000' } },
      { stream: call, type: 'CallAnswered', data: { answeredBy: 'bot' } },
      { stream: call, type: 'CallTransferred', data: { target: { kind: 'queue', id: 'nurses' } } },
      { stream: call, type: 'TranscriptAdded', data: { seqs: [1], segments: [{ text: 'ağrım var' }] } },
      { stream: call, type: 'CallEnded', data: { cause: 'completed', endedBy: 'customer' } },
    );
    const row = given(callList, events).row(ID)!;
    assert.equal([row.status, row.answeredBy, row.transfers[0]?.id, row.cause], ['ended', 'bot', 'nurses', 'completed']);
    assert.ok(isSealed(row.number));
    assert.ok(isSealed(given(callTranscript, events).row(events[3]!.id)?.segments));
  });
});

spec('view dialplan', (it) => {
  it('holds one entry per person and prefix', () => {
    const stream = `dialplan-${ID}`;
    const user = (extension: string) => ({ stream, type: 'PhoneUserSet', data: { userId: ID, extension, label: 'Desk', languages: [], skills: [] } });
    const route = (kind: string) => ({ stream, type: 'CallRouteSet', data: { prefix: '+90', steps: [{ kind }] } });
    const row = given(dialplans, makeLog().write(user('101'), user('102'), route('bot'), route('hangup'))).row(ID)!;
    assert.equal([row.users.map(({ extension }) => extension), row.routes.map(({ steps }) => steps[0]?.kind)], [['102'], ['hangup']]);
  });
});

spec('view article-list', (it) => {
  it('shows the newest version and the published one, each with its words', () => {
    const stream = `article-${ID}`;
    const texts = (title: string) => ({ tr: { title, body: 'x' } });
    const events = makeLog().write(
      { stream, type: 'ArticleDrafted', data: { version: 1, topic: 'fasting', texts: texts('Aç') } },
      { stream, type: 'ArticlePublished', data: { version: 1 } },
      { stream, type: 'ArticleRevised', data: { version: 2, topic: 'fasting', texts: texts('Aç kalma') } },
    );
    const row = given(articleList, events).row(ID)!;
    assert.equal([row.status, row.version, row.published, row.titles], ['published', 2, 1, { tr: 'Aç kalma' }]);
    assert.is(given(articleVersions, events).row(`${ID}/1`)?.texts.tr?.title, 'Aç');
  });
});
