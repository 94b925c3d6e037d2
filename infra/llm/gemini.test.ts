// The real client against a stand-in for Google's API: what of a model's answer reaches a recommendation, and what does not.
import * as assert from 'uvu/assert';
import { checked } from '#agents/pre-op/check.ts';
import { promptFor } from '#agents/pre-op/prompts.ts';
import { preA1c } from '#agents/pre-op/rules/pre-a1c.ts';
import type { Finding } from '#agents/pre-op/rules/rule.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { type FakeGemini, type Mood, startFakeGemini } from '../testing/fakes/gemini.ts';
import { spec } from '../testing/spec.ts';
import { DEFAULT_MODEL, makeGemini } from './gemini.ts';

const finding: Finding = {
  level: 'red',
  code: 'hba1c-high',
  summary: { tr: 'HbA1c %9,1: elektif cerrahi sınırı olan %8,5 ve üzerinde.', en: 'HbA1c 9.1 %: at or above the limit of 8.5 % for elective surgery.' },
  items: [{ code: 'hba1c', label: { tr: 'HbA1c', en: 'HbA1c' }, value: 9.1, unit: '%', eventIds: [] }],
  missing: [],
  actions: [{ code: 'postpone', label: { tr: 'Ertelemeyi değerlendir', en: 'Consider postponing' } }],
};
const prompt = promptFor(preA1c, finding);

spec('Gemini as the wording model', (it, { setup, teardown }) => {
  let fake: FakeGemini;
  setup(async () => void (fake = await startFakeGemini({ slowMs: 3000 })));
  teardown(() => fake.stop());
  const model = (options: { timeoutMs?: number; now?: () => number } = {}) => makeGemini({ apiKey: 'test-key', baseUrl: fake.url, ...options });
  const wording = async (mood: Mood) => {
    fake.mood(mood);
    return checked(await model().complete(prompt), preA1c, finding);
  };
  const failure = async (options: { timeoutMs?: number; now?: () => number }, ...moods: Mood[]): Promise<HubError> => {
    fake.mood(...moods);
    return model(options)
      .complete(prompt)
      .then(
        () => assert.unreachable('it answered'),
        (error) => error,
      ) as Promise<HubError>;
  };

  it('a faithful answer is used as it is', async () => {
    assert.equal(await wording('well'), { summary: { tr: `Kayıtlara göre: ${finding.summary.tr}`, en: `On file: ${finding.summary.en}` } });
  });
  it('the key goes in a header, the pinned model in the path, and no name of a person in the body', async () => {
    fake.mood('well');
    await model().complete(prompt);
    const { path, key, body } = fake.seen.at(-1)!;
    assert.is(path, `/v1beta/models/${DEFAULT_MODEL}:generateContent`);
    assert.is(key, 'test-key');
    assert.not.match(body, /birthDate|family|eventIds/);
  });
  for (const [mood, fault] of [
    ['invents-number', 'number'],
    ['loses-number', 'number-lost'],
    ['invents-drug', 'drug-or-diagnosis'],
    ['invents-diagnosis', 'drug-or-diagnosis'],
    ['not-json', 'shape'],
  ] as const)
    it(`an answer that ${mood} is not used`, async () => assert.equal(await wording(mood), { fault }));
  it('an answer cut off in the middle is a failure', async () => assert.is((await failure({ timeoutMs: 2000 }, 'cut')).kind, 'unavailable'));
  it('an empty answer is a failure', async () => assert.is((await failure({}, 'empty')).kind, 'unavailable'));
  it('a passing failure of the service is tried once more', async () => {
    fake.mood('unavailable', 'well');
    assert.match(await model().complete(prompt), /On file/);
  });
  it('a lasting failure of the service ends after the second try', async () => {
    const before = fake.seen.length;
    assert.is((await failure({}, 'unavailable')).code, 'model.unavailable');
    assert.is(fake.seen.length - before, 2);
  });
  it('a wrong key is not tried again', async () => {
    const before = fake.seen.length;
    assert.is((await failure({}, 'bad-key')).kind, 'unavailable');
    assert.is(fake.seen.length - before, 1);
  });
  it('a short quota pause is waited out', async () => {
    fake.mood({ quotaForSeconds: 0.2 }, 'well');
    assert.match(await model().complete(prompt), /On file/);
  });
  it('a long quota pause fails at once, and nobody is asked again before it is over', async () => {
    let time = 1_000_000;
    const gemini = makeGemini({ apiKey: 'test-key', baseUrl: fake.url, timeoutMs: 1000, now: () => time });
    fake.mood({ quotaForSeconds: 60 }, 'well');
    const before = fake.seen.length;
    const code = () => gemini.complete(prompt).catch((error: HubError) => error.code);
    assert.is(await code(), 'model.unavailable');
    assert.is(await code(), 'model.quota');
    assert.is(fake.seen.length - before, 1);
    time += 61_000;
    assert.match(await gemini.complete(prompt), /On file/);
  });
  it('an answer that does not come in time is a failure in time', async () => {
    const started = performance.now();
    assert.is((await failure({ timeoutMs: 300 }, 'slow')).kind, 'unavailable');
    assert.ok(performance.now() - started < 1500);
  });
});
