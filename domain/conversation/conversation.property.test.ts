import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { as, decide } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { fold, type Given, isRejection } from '../kernel/decider.ts';
import { getIn } from '../kernel/id-map.ts';
import { CHANNEL_RULES, CHANNELS, isWindowOpen } from './channels.ts';
import { isHigher, type Report } from './delivery.ts';
import type { ConversationCommand, ConversationEvent } from './messages.ts';
import { conversationSlice as slice } from './slice.ts';
import type { OpenedConversation } from './state.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`;
const hour = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 3_600_000).toISOString();
const key = (n: number) => `${'ab'.repeat(16)}${n}`;
const content = { text: 'x' };
const contact = (channel: (typeof CHANNELS)[number]) => ({ channel, contactId: id(99), identity: 'i' });
const n = fc.integer({ min: 0, max: 30 });
const language = fc.constant('tr' as const);

type Step = { command: ConversationCommand; by: Given['by']; at: string };
const command: fc.Arbitrary<ConversationCommand> = fc.oneof(
  fc
    .tuple(n, n)
    .map(([m, at]) => ({ type: 'ReceiveMessage', data: { ...contact('whatsapp'), messageId: id(m), sentAt: hour(at), kind: 'text', content } }) as const),
  {
    weight: 4,
    arbitrary: fc
      .tuple(n, fc.boolean())
      .map(([m, t]) => ({ type: 'SendMessage', data: { messageId: id(m + 31), content, ...(t && { template: { name: 't', language: 'tr' } }) } }) as const),
  },
  n.map((m) => ({ type: 'ReleaseMessage', data: { messageId: id(m + 31) } }) as const),
  { weight: 3, arbitrary: fc.constant({ type: 'ReleaseMessage', data: {} } as const) },
  n.map((m) => ({ type: 'DelayMessage', data: { messageId: id(m + 31), until: hour(1), code: 'limited' } }) as const),
  fc.tuple(n, fc.constantFrom('ResumeMessage', 'GiveUpMessage')).map(([m, type]) => ({ type, data: { messageId: id(m + 31) } }) as ConversationCommand),
  fc
    .tuple(n, fc.constantFrom<Report>('sent', 'delivered', 'read', 'failed'))
    .map(([m, status]) => ({ type: 'ReportDelivery', data: { externalKey: key(m), messageId: id(m + 31), status, reportedAt: hour(1) } }) as const),
  n.map((m) => ({ type: 'RecordEcho', data: { messageId: id(m + 62), externalKey: key(m), sentAt: hour(1), kind: 'text', content } }) as const),
  fc.record({ type: fc.constant('RequestHandover' as const), data: fc.record({ messageId: n.map((m) => id(m + 62)), language }) }),
  fc.record({ type: fc.constant('RaiseEmergency' as const), data: fc.record({ messageId: n.map((m) => id(m + 62)), language }) }),
  { weight: 1, arbitrary: fc.constant({ type: 'LoseContact', data: {} } as const) },
  fc.constantFrom('TakeOver', 'ReturnToBot', 'ResolveConversation', 'AcknowledgeEmergency').map((type) => ({ type, data: {} }) as ConversationCommand),
);
const by = fc.constantFrom<Given['by']>(as('chat', 'agent'), as('', 'system'), { ...as('coordinator'), id: 'ada' }, { ...as('nurse'), id: 'bora' });
const walk = fc.array(fc.record({ command, by, at: n.map(hour) }), { maxLength: 60 });

type Taken = Step & { before: OpenedConversation; emitted: readonly ConversationEvent[] };
function run(channel: (typeof CHANNELS)[number], steps: Step[]): Taken[] {
  const log: ConversationEvent[] = [{ type: 'ConversationOpened', data: contact(channel) }];
  return steps.map((step) => {
    const before = fold(slice.decider, log) as OpenedConversation;
    const answer = decide(slice, log, step.command, step);
    const emitted = isRejection(answer) ? [] : answer;
    log.push(...emitted);
    return { ...step, before, emitted };
  });
}
const everyStep = (check: (step: Taken) => void) =>
  fc.assert(
    fc.property(fc.constantFrom(...CHANNELS), walk, (channel, steps) => run(channel, steps).forEach(check)),
    { numRuns: 60 },
  );

spec('conversation: whatever comes in whatever order', (it) => {
  it('no bot message is queued or released while a person holds the conversation', () =>
    everyStep(({ before, emitted }) => {
      if (before.status !== 'open' || before.mode !== 'human') return;
      for (const e of emitted) {
        if (e.type === 'MessageQueued') assert.is(e.data.author, 'human');
        if (e.type === 'MessageReleased') assert.is.not(getIn(before.messages, e.data.messageId)?.author, 'bot');
      }
    }));
  it('only one person at a time holds it, and nobody takes it from another', () =>
    everyStep(({ before, emitted, by }) => {
      if (before.mode !== 'human' || !before.holder) return;
      for (const e of emitted) if (e.type === 'HumanTookOver' || (e.type === 'MessageQueued' && e.data.author === 'human')) assert.is(before.holder, by.id);
    }));
  it('while an emergency is open nothing but a person’s words and the fixed text goes out', () =>
    everyStep(({ before, emitted }) => {
      if (before.emergency) for (const e of emitted) if (e.type === 'MessageQueued') assert.is(e.data.author, 'human');
    }));
  it('free text outside the window is never queued and never released', () =>
    everyStep(({ before, emitted, at }) => {
      for (const e of emitted) {
        if (e.type === 'MessageQueued' && !e.data.template) assert.ok(isWindowOpen(before.channel, e.data.author, before.lastInbound?.sentAt, at));
        const message = e.type === 'MessageReleased' ? getIn(before.messages, e.data.messageId)! : undefined;
        if (message && !message.template) assert.ok(isWindowOpen(before.channel, message.author, before.lastInbound?.sentAt, at));
      }
    }));
  it('on a channel that a provider carries, one message at a time is with it, in the order in which they were said', () =>
    everyStep(({ before, emitted }) => {
      for (const e of emitted) {
        if (e.type !== 'MessageReleased' || !CHANNEL_RULES[before.channel].carried || before.emergency) continue;
        assert.is(before.line[0], e.data.messageId);
        for (const other of before.line) assert.is.not(getIn(before.messages, other)?.status, 'released');
      }
    }));
  it('once the number is somebody else’s nothing is said, sent or heard there any more', () =>
    everyStep(({ before, emitted }) => {
      if (!before.lost) return;
      for (const { type } of emitted)
        assert.not(['MessageQueued', 'MessageReleased', 'MessageReceived', 'HumanTookOver', 'ConversationLinked'].includes(type), type);
    }));
  it('the same message is recorded once', () =>
    fc.assert(
      fc.property(walk, (steps) => {
        const emitted = run('whatsapp', [...steps, ...steps]).flatMap((step) => step.emitted);
        const ids = emitted.flatMap((e) =>
          ['MessageReceived', 'MessageQueued', 'MessageEchoed'].includes(e.type) ? [(e.data as { messageId: string }).messageId] : [],
        );
        assert.is(new Set(ids).size, ids.length);
      }),
      { numRuns: 40 },
    ));
  it('reports in any order and any number end at the highest, also when they come before the message is known by its provider id', () => {
    const status = fc.constantFrom<Report>('delivered', 'read', 'failed');
    fc.assert(
      fc.property(fc.array(status, { maxLength: 8 }), fc.nat(), (reports, place) => {
        const log: ConversationEvent[] = [
          { type: 'ConversationOpened', data: contact('web') },
          { type: 'MessageQueued', data: { messageId: id(31), context: 1, author: 'bot', kind: 'text', purpose: 'service', content } },
        ];
        const linkAt = place % (reports.length + 1);
        const report = (status: Report, messageId?: string): ConversationCommand => ({
          type: 'ReportDelivery',
          data: { externalKey: key(1), status, reportedAt: hour(1), ...(messageId && { messageId }) },
        });
        const all = [...reports.slice(0, linkAt).map((r) => report(r)), report('sent', id(31)), ...reports.slice(linkAt).map((r) => report(r))];
        for (const command of all) {
          const answer = decide(slice, log, command);
          assert.not(isRejection(answer));
          log.push(...(answer as ConversationEvent[]));
        }
        const highest = reports.reduce<Report>((best, r) => (isHigher(r, best) ? r : best), 'sent');
        assert.is(getIn((fold(slice.decider, log) as OpenedConversation).messages, id(31))?.status, highest);
      }),
      { numRuns: 100 },
    );
  });
});
