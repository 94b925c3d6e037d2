// The agent over the real dispatch and decider, in memory: what it raises, how often, and what it leaves alone.
import * as assert from 'uvu/assert';
import { findingSlice } from '#domain/finding/slice.ts';
import type { Recorded } from '#domain/kernel/envelope.ts';
import { anySlice } from '#domain/kernel/slice.ts';
import { plainDigest } from '#infra/testing/fakes/agent-hub.ts';
import { makeMemoryStore, pretendOpen, pretendSeal } from '#infra/testing/memory-store.ts';
import { spec } from '#infra/testing/spec.ts';
import { makeDispatch } from '#write-side/kernel/dispatch.ts';
import { makeCompliance } from './agent.ts';
import type { Look, Watch } from './watch.ts';

const AT = Date.parse('2026-03-02T09:00:00.000Z');
const nurse = '0190d0c0-0000-7000-8000-0000000000c1';
const person = (n: number) => `0190d0c0-0000-7000-8000-${String(n).padStart(12, '0')}`;
const crowd = (count: number): Look => ({
  eventId: person(9000),
  at: AT,
  role: 'nurse',
  purpose: 'treatment',
  persons: Array.from({ length: count }, (_, n) => ({ id: person(n), health: true })),
  withheld: [],
});
const disclosed = (more: object = {}, position = 5n): Recorded =>
  ({
    id: person(9000),
    type: 'DataDisclosed',
    position,
    stream: { tenant: 'acme', slice: 'disclosure', id: person(1) },
    data: { readerId: nurse, readerKind: 'staff', at: new Date(AT).toISOString(), ...more },
    meta: { correlationId: 'c', occurredAt: new Date(AT).toISOString(), actor: { id: 'disclosures', kind: 'system', role: 'journal' } },
  }) as unknown as Recorded;

function agentWith(looks: readonly Look[]) {
  const store = makeMemoryStore();
  const waited: bigint[] = [];
  const opened: string[][] = [];
  const watch: Watch = {
    waitFor: async (position) => void waited.push(position),
    zoneOf: async () => 'Europe/Istanbul',
    looksOf: async (_, readerId) => (readerId === nurse ? looks : []),
    withoutEpisode: async (_, ids) => ids,
    glassOpenedBy: async () => [],
    open: async (tenant, values) => (opened.push(values.map(({ field }) => field)), pretendOpen(tenant, values)),
  };
  const tell = makeDispatch({
    store,
    seal: pretendSeal,
    open: pretendOpen,
    slices: [anySlice(findingSlice)],
    permits: { RaiseFinding: ['agent'] },
    now: () => new Date(AT),
  });
  return { agent: makeCompliance({ watch, tell, digest: plainDigest }), log: store.log, waited, opened };
}
const shown = (log: readonly Recorded[]) => log.map(({ type, data }) => `${type} ${(data as { rule: string }).rule} ${(data as { count: number }).count}`);

spec('the compliance agent', (it) => {
  it('raises what the rules notice about the reader, once, however often it is called', async () => {
    const { agent, log } = agentWith([crowd(60)]);
    assert.is(await agent.run([disclosed(), disclosed()]), 'changed');
    assert.is(await agent.run([disclosed()]), 'unchanged');
    assert.equal(shown(log), ['FindingRaised SEC-BULK 60', 'FindingRaised SEC-NO-EPISODE 60']);
    const { actorId, patientIds } = log[0]!.data as { actorId: string; patientIds: string[] };
    assert.equal([actorId, patientIds.length, log[0]!.meta.actor.id], [nurse, 60, 'agent:compliance']);
  });
  it('asks the views only after they have seen all it was called for', async () => {
    const { agent, waited } = agentWith([]);
    await agent.run([disclosed({}, 7n), disclosed({}, 9n), disclosed({}, 8n)]);
    assert.equal(waited, [9n]);
  });
  it('says nothing of a quiet day', async () => {
    const { agent, log } = agentWith([crowd(3)]);
    assert.is(await agent.run([disclosed()]), 'unchanged');
    assert.is(log.length, 0);
  });
  it('takes the looks of one person together, and leaves patients and the hub’s own parts alone', () => {
    const { agent } = agentWith([]);
    assert.equal(
      [agent.key(disclosed()), agent.key(disclosed({ readerKind: 'patient' })), agent.key(disclosed({ readerKind: 'agent' }))],
      [`acme ${nurse}`, undefined, undefined],
    );
  });
  it('opens the words of messages that come together at once, and tells how many numbers stand where, never the words', async () => {
    const { agent, log, opened } = agentWith([]);
    const said = async (id: string, text: string) => {
      const sealed = await pretendSeal({ tenant: 'acme', subject: person(4), event: id }, { content: { text } });
      return {
        ...disclosed(),
        id,
        type: 'MessageReceived',
        stream: { tenant: 'acme', slice: 'conversation', id: person(3) },
        data: sealed,
      } as unknown as Recorded;
    };
    const both = [await said(person(11), 'kimliğim 10000000146'), await said(person(12), 'merhaba')];
    assert.is(await agent.run(both), 'changed');
    assert.equal(opened, [['content', 'content']]);
    assert.equal(shown(log), ['FindingRaised SEC-FREE-TEXT 1']);
    assert.equal((log[0]!.data as { places: unknown }).places, [{ eventId: person(11), field: 'content', kind: 'tckn', count: 1 }]);
    assert.not.match(JSON.stringify(log.map(({ data }) => data)), /10000000146|kimliğim/);
  });
  it('names its subscription after what it watches, so that a new type is watched from the beginning', () => {
    assert.match(agentWith([]).agent.group!, /^compliance-[0-9a-f]{8}$/);
  });
});
