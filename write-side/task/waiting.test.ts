// A customer who waits becomes somebody's task, which climbs until a person answers.
import * as assert from 'uvu/assert';
import { careHub, tenant } from '#infra/testing/care-hub.ts';
import { as } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-00000000005${n}`;
const stream = { tenant, slice: 'conversation', id: id(0) };
const ada = { ...as('coordinator'), id: 'ada' };

async function asked(channel = 'whatsapp') {
  const hub = careHub();
  let count = 0;
  const give = async (type: string, data: object, actor = as('', 'system')) => {
    const outcome = await hub.dispatch(stream, { type, data }, { id: `given-${(count += 1)}`, actor, correlationId: 'c' });
    await hub.react();
    return outcome;
  };
  const contact = { channel, contactId: id(9), identity: '+905551234567' };
  await give('ReceiveMessage', { ...contact, messageId: id(1), kind: 'text', content: { text: 'merhaba' } }, as('', 'system'));
  const tasks = () => hub.types('task').filter((type) => type !== 'TaskEscalated');
  const kind = () => (hub.store.log.findLast(({ type }) => type === 'TaskAssigned')?.data as { kind: string } | undefined)?.kind;
  return { hub, give, tasks, kind };
}

spec('customers who wait', (it) => {
  it('a hand-over nobody takes becomes a task after ten minutes, climbs every five, and ends when a person takes over', async () => {
    const { hub, give, tasks, kind } = await asked();
    await give('RequestHandover', { messageId: id(2), language: 'tr' }, as('', 'system'));
    await hub.until('2026-01-01T00:09:00.000Z');
    assert.equal(tasks(), []);
    await hub.until('2026-01-01T00:16:00.000Z');
    assert.equal([kind(), hub.types('task')], ['answer-overdue', ['TaskAssigned', 'TaskEscalated']]);
    await give('TakeOver', {}, ada);
    assert.equal([tasks(), hub.parked], [['TaskAssigned', 'TaskSettled'], []]);
  });
  it('so does a message nobody answers, two hours before free text is over; and the next one is another task', async () => {
    const { hub, give, tasks, kind } = await asked();
    await hub.until('2026-01-01T22:01:00.000Z');
    assert.equal([kind(), tasks()], ['answer-overdue', ['TaskAssigned']]);
    await give('SendMessage', { messageId: id(3), content: { text: 'buyurun' } }, ada);
    assert.equal(tasks(), ['TaskAssigned', 'TaskSettled']);
    await give(
      'ReceiveMessage',
      { channel: 'whatsapp', contactId: id(9), identity: 'x', messageId: id(4), kind: 'text', content: { text: '?' } },
      as('', 'system'),
    );
    await hub.until(hub.due().find(({ key }) => key.endsWith('window'))!.at);
    assert.equal(tasks(), ['TaskAssigned', 'TaskSettled', 'TaskAssigned']);
  });
  it('where there is no window, or somebody answered, nobody is told', async () => {
    const web = await asked('web');
    await web.hub.until('2026-01-03T00:00:00.000Z');
    const answered = await asked();
    await answered.give('SendMessage', { messageId: id(3), content: { text: 'buyurun' } }, ada);
    await answered.hub.until('2026-01-03T00:00:00.000Z');
    assert.equal([web.tasks(), answered.tasks()], [[], []]);
  });
  it('an emergency in a conversation climbs every five minutes until a person acknowledges it, and a second one does again', async () => {
    const { hub, give, tasks, kind } = await asked();
    await give('RaiseEmergency', { messageId: id(5), language: 'tr' });
    await hub.until('2026-01-01T00:11:00.000Z');
    assert.equal([kind(), hub.types('task')], ['emergency', ['TaskAssigned', 'TaskEscalated', 'TaskEscalated']]);
    await give('AcknowledgeEmergency', {}, ada);
    assert.equal(tasks(), ['TaskAssigned', 'TaskSettled']);
    await give('RaiseEmergency', { messageId: id(6), language: 'tr' });
    assert.equal(tasks(), ['TaskAssigned', 'TaskSettled', 'TaskAssigned']);
  });
});
