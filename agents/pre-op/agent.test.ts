// The agent over the real rules, dispatch and recommendation decider, in memory: what it tells, how often, and what it leaves alone.
import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import { makeAgentHub, plainDigest, viewsOver } from '#infra/testing/fakes/agent-hub.ts';
import { pretendOpen } from '#infra/testing/memory-store.ts';
import { spec } from '#infra/testing/spec.ts';
import { SHREDDED, type Sealed } from '#domain/kernel/sealing.ts';
import type { Recorded } from '#domain/kernel/envelope.ts';
import { makeAsk } from '../kernel/ask.ts';
import type { Model, Tell } from '../kernel/ports.ts';
import { makePreOp } from './agent.ts';
import { AS_OF, ago, bmi, CODES, condition, creatinine, haemoglobin, hba1c, person, pressure, quantity, takes } from './given-patient.ts';
import type { PreOpDeps } from './graph.ts';

const NOW = new Date(AS_OF).toISOString();
type Hub = ReturnType<typeof makeAgentHub>;
const of = (event: ReturnType<typeof hba1c>) => event.resource;
const told = (log: readonly Recorded[]) => log.filter(({ stream }) => stream.slice === 'recommendation');
const shown = (log: readonly Recorded[]) =>
  told(log).map(({ type, data }) =>
    `${type.replace('Recommendation', '')} ${(data as { rule?: string }).rule ?? ''} ${(data as { level: string }).level}`.replace('  ', ' '),
  );
const agentOf = (hub: Hub, more: Partial<PreOpDeps> = {}) => makePreOp({ ask: hub.ask, tell: hub.dispatch, digest: plainDigest, ...more });
const last = (hub: Hub) => hub.store.log.filter(({ stream }) => stream.slice !== 'recommendation').at(-1)!;
const idOf = (hub: Hub, rule: string) => told(hub.store.log).findLast(({ data }) => (data as { rule?: string }).rule === rule)!.stream.id;

async function hubWith(procedure: string, ...events: ReturnType<typeof hba1c>[]) {
  const hub = makeAgentHub(NOW);
  const patientId = randomUUID();
  await hub.record(patientId, ...events.map(of));
  const caseId = await hub.caseInReview(patientId, procedure);
  return { hub, patientId, caseId };
}
const well = () => [person('female'), bmi(24), pressure(120, 80), haemoglobin(14), creatinine(0.9)];

spec('the pre-operative agent', (it) => {
  it('a case that enters review gets what the rules find, once', async () => {
    const { hub } = await hubWith('Saç ekimi', ...well(), takes('Warfarin 5 MG'));
    const agent = agentOf(hub);
    assert.is(await agent.run([last(hub)]), 'changed');
    assert.equal(shown(hub.store.log), ['Issued PRE-ASA info', 'Issued PRE-VKA amber']);
    assert.is(await agent.run([last(hub)]), 'unchanged');
    assert.is(told(hub.store.log).length, 2);
  });
  it('it acts under its own name, because of the event it was called for', async () => {
    const { hub, caseId, patientId } = await hubWith('Saç ekimi', ...well());
    const trigger = last(hub);
    await agentOf(hub).run([trigger]);
    const [{ meta, data }] = told(hub.store.log) as [Recorded];
    assert.equal(meta.actor, { kind: 'agent', id: 'agent:pre-op', role: 'agent' });
    assert.equal([meta.subject, (data as { caseId: string }).caseId], [patientId, caseId]);
    assert.is(meta.correlationId, trigger.meta.correlationId);
  });
  it('it names the events a finding rests on', async () => {
    const { hub } = await hubWith('Rhinoplasty', ...well(), hba1c(9));
    await agentOf(hub).run([last(hub)]);
    const log = hub.store.log;
    const sugar = told(log).find(({ data }) => (data as { rule: string }).rule === 'PRE-A1C')!;
    const inputs = log.filter(({ id }) => (sugar.data as { inputEventIds: string[] }).inputEventIds.includes(id));
    assert.equal(
      inputs.map(({ type }) => type),
      ['ObservationRecorded'],
    );
  });
  it('new facts replace what was open about them', async () => {
    const { hub, patientId } = await hubWith('Rhinoplasty', person('female'), bmi(24), haemoglobin(14));
    const agent = agentOf(hub);
    await agent.run([last(hub)]);
    await hub.record(patientId, of(pressure(170, 90)));
    await agent.run([last(hub)]);
    await hub.record(patientId, of(pressure(185, 90, 0)));
    await agent.run([last(hub)]);
    const pressures = shown(hub.store.log).filter((line) => line.includes('PRE-BP') || line.startsWith('Expired'));
    assert.equal(pressures, ['Issued PRE-BP insufficient-data', 'Issued PRE-BP amber', 'Expired insufficient-data', 'Issued PRE-BP red', 'Expired amber']);
  });
  it('it never lowers what only a clinician may close', async () => {
    const { hub, patientId } = await hubWith('Rhinoplasty', ...well(), condition(CODES.diabetes), hba1c(9, '%', 10));
    const agent = agentOf(hub);
    await agent.run([last(hub)]);
    await hub.record(patientId, of(hba1c(7)), of(pressure(120, 80, 0)));
    await agent.run([last(hub)]);
    const open = await hub.ask.openRecommendations('acme', (told(hub.store.log)[0]!.data as { caseId: string }).caseId);
    assert.equal(
      open
        .filter(({ rule }) => rule === 'PRE-A1C')
        .map(({ level }) => level)
        .toSorted(),
      ['info', 'red'],
    );
  });
  it('what somebody decided is not told again', async () => {
    const { hub } = await hubWith('Rhinoplasty', ...well(), hba1c(9));
    const agent = agentOf(hub);
    await agent.run([last(hub)]);
    await hub.give('recommendation', idOf(hub, 'PRE-A1C'), { type: 'RejectRecommendation', data: { reason: 'repeated elsewhere' } });
    const before = hub.store.log.length;
    assert.is(await agent.run([last(hub)]), 'unchanged');
    assert.is(hub.store.log.length, before);
  });
  it('a finding that comes up again after it had expired is told again', async () => {
    const { hub } = await hubWith('Rhinoplasty', person('female'), bmi(24), haemoglobin(14), creatinine(1));
    const agent = agentOf(hub);
    await agent.run([last(hub)]);
    const first = idOf(hub, 'PRE-BP');
    await hub.give('recommendation', first, { type: 'ExpireRecommendation', data: { reason: 'stale' } });
    await agent.run([last(hub)]);
    assert.not.equal(idOf(hub, 'PRE-BP'), first);
    assert.is(await agent.run([last(hub)]), 'unchanged');
  });
  it('cases that are not in review, or held, or of somebody erased, are left alone', async () => {
    const { hub, caseId } = await hubWith('Rhinoplasty', ...well());
    await hub.give('case', caseId, { type: 'HoldCase', data: { reason: 'abroad' } });
    assert.is(await agentOf(hub).run([last(hub)]), 'not-in-review');
    await hub.give('case', caseId, { type: 'ResumeCase', data: { reason: 'back' } });
    const erased = makeAsk({ reader: hub.store, open: async (_, values: readonly Sealed[]) => values.map(() => SHREDDED), views: viewsOver(hub.store.log) });
    assert.is(await agentOf(hub, { ask: erased }).run([last(hub)]), 'not-in-review');
    assert.is(await agentOf(hub).run([last(hub)]), 'changed');
  });
  it('new facts reach every case of the patient that is in review, and no other', async () => {
    const { hub, patientId, caseId } = await hubWith('Rhinoplasty', ...well());
    const second = await hub.caseInReview(patientId, 'Dental implant');
    await hub.caseInReview(randomUUID(), 'Dental implant');
    await hub.record(patientId, of(pressure(190, 90, 0)));
    await agentOf(hub).run([last(hub)]);
    const cases = new Set(told(hub.store.log).map(({ data }) => (data as { caseId: string }).caseId));
    assert.equal([...cases].toSorted(), [caseId, second].toSorted());
  });
  it('moves to other stages call for nothing', () => {
    const agent = agentOf(makeAgentHub(NOW));
    const event = (type: string, data: object) => ({ type, data, stream: { tenant: 'acme', slice: 'case', id: 'x' } }) as unknown as Recorded;
    assert.is(agent.key(event('CaseStageEntered', { from: 'review', to: 'offer' })), undefined);
    assert.is(agent.key(event('CaseReopened', { stage: 'followup' })), undefined);
    assert.ok(agent.key(event('CaseStageEntered', { from: 'intake', to: 'review' })));
    assert.ok(agent.key(event('CaseResumed', {})));
  });
});

spec('wording', (it) => {
  const saying = (complete: Model['complete']): Model => ({ id: 'model-x', complete });
  const texts = (hub: Hub) =>
    Promise.all(
      told(hub.store.log).map(async ({ data }) => {
        const d = data as { wording: string; model?: string; text: Sealed };
        return { wording: d.wording, model: d.model, text: (await pretendOpen('acme', [d.text]))[0] as { tr: string; en: string } };
      }),
    );
  it('without a model the template is used, and says that nobody signed the rule', async () => {
    const { hub } = await hubWith('Saç ekimi', ...well());
    await agentOf(hub).run([last(hub)]);
    const [asa] = await texts(hub);
    assert.equal(asa, {
      wording: 'template',
      model: undefined,
      text: {
        tr: 'Kayıtlara göre en az ASA I. İmzasız kural: bir klinisyen doğrulamalıdır.',
        en: 'At least ASA I by what is on file. Unsigned rule: a clinician must confirm.',
      },
    });
  });
  it("a model's words are used when they keep to the finding, with the notice behind them", async () => {
    const { hub } = await hubWith('Saç ekimi', ...well());
    const model = saying(async () => JSON.stringify({ tr: 'Kayıtlar en az ASA I gösteriyor.', en: 'The record shows at least ASA I.' }));
    await agentOf(hub, { model }).run([last(hub)]);
    const [asa] = await texts(hub);
    assert.equal(asa, {
      wording: 'model',
      model: 'model-x',
      text: {
        tr: 'Kayıtlar en az ASA I gösteriyor. İmzasız kural: bir klinisyen doğrulamalıdır.',
        en: 'The record shows at least ASA I. Unsigned rule: a clinician must confirm.',
      },
    });
  });
  it('a model that fails, or says more, leaves the template and a reason', async () => {
    const faults: string[] = [];
    for (const complete of [() => Promise.reject(new Error('down')), async () => JSON.stringify({ tr: 'ASA I.', en: 'ASA I; give 5 mg.' })]) {
      const { hub } = await hubWith('Saç ekimi', ...well());
      await agentOf(hub, { model: saying(complete), onFallback: (fault) => faults.push(fault) }).run([last(hub)]);
      assert.is((await texts(hub))[0]!.wording, 'template');
    }
    assert.equal(faults, ['model-unavailable', 'number']);
  });
  it('the model is asked only about what is new', async () => {
    const { hub, patientId } = await hubWith('Saç ekimi', ...well());
    let asked = 0;
    const agent = agentOf(hub, { model: saying(async () => (asked++, '{}')) });
    await agent.run([last(hub)]);
    await agent.run([last(hub)]);
    assert.is(asked, 1);
    await hub.record(patientId, of(takes('Warfarin')));
    await agent.run([last(hub)]);
    assert.is(asked, 2);
  });
});

spec('the same prefix of events', (it) => {
  const facts = fc.subarray(
    [
      hba1c(9),
      pressure(170, 95),
      takes('Eliquis'),
      takes('Clopidogrel'),
      condition(CODES.heartFailure),
      condition(CODES.infarction, { days: 30 }),
      quantity('718-7', 11, 'g/dL'),
      bmi(41),
    ].map(of),
  );
  const cut = fc.double({ min: 0, max: 1, noNaN: true });

  it('gives the same bytes, however the work was cut, repeated or crashed', async () => {
    await fc.assert(
      fc.asyncProperty(facts, facts, cut, fc.nat(12), async (before, after, clock, crashAfter) => {
        const source = makeAgentHub(ago(Math.floor(clock * 10)));
        const patientId = randomUUID();
        await source.record(patientId, of(person('male')), ...before);
        await source.caseInReview(patientId, 'Sleeve gastrectomy');
        await source.record(patientId, ...after.map((resource) => ({ ...resource, id: randomUUID() })));
        const prefix = [...source.store.log];

        const straight = await replay(prefix, async (run) => void (await run(prefix)));
        const broken = await replay(prefix, async (run, crash) => {
          crash(crashAfter);
          await run([prefix.at(-1)!]).catch(() => {});
          crash(Number.POSITIVE_INFINITY);
          await run(prefix.slice(-3));
          await run(prefix);
        });
        assert.equal(broken, straight);
      }),
      { numRuns: 25 },
    );
  });

  /** What stands in the log after `work`, from a copy of the prefix: ids, types and opened data, without the time of writing. */
  async function replay(
    prefix: readonly Recorded[],
    work: (run: (events: readonly Recorded[]) => Promise<unknown>, crash: (after: number) => void) => Promise<void>,
  ) {
    const hub = makeAgentHub(NOW);
    hub.store.log.push(...prefix);
    let left = Number.POSITIVE_INFINITY;
    const tell: Tell = async (...order) => {
      if (left-- <= 0) throw new Error('killed');
      return hub.dispatch(...order);
    };
    const agent = makePreOp({ ask: hub.ask, tell, digest: plainDigest });
    await work(
      async (events) => agent.run([events.findLast(({ stream }) => stream.slice === 'case' || stream.slice === 'patient')!]),
      (after) => void (left = after),
    );
    const data = async (event: Recorded) =>
      Promise.all(
        Object.entries(event.data).map(async ([key, value]) => [
          key,
          key === 'text' || key === 'items' || key === 'basis' ? (await pretendOpen('acme', [value as Sealed]))[0] : value,
        ]),
      );
    const lines = await Promise.all(told(hub.store.log).map(async (event) => JSON.stringify([event.stream.id, event.id, event.type, await data(event)])));
    return lines.toSorted();
  }
});
