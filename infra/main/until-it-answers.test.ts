import * as assert from 'uvu/assert';
import { HubError } from '#domain/kernel/errors.ts';
import { spec } from '../testing/spec.ts';
import { untilItAnswers } from './until-it-answers.ts';

spec('waiting for engines', (it) => {
  const away = new HubError('unavailable', 'keys.unavailable', 'The key database does not answer.');
  /** Fails with each of these, then answers. */
  const failing = (...errors: Error[]) => {
    const left = [...errors];
    return async () => {
      const error = left.shift();
      if (error) throw error;
      return 'answer';
    };
  };

  it('what does not answer yet is asked again, and is named to people', async () => {
    const said: string[] = [];
    assert.is(await untilItAnswers('the database for keys', failing(away), { say: (line) => void said.push(line) }), 'answer');
    assert.equal(said, ['waiting for the database for keys: The key database does not answer.']);
  });
  it('what will not pass by itself, or takes longer than the patience, ends the start with its own error', async () => {
    const broken = new HubError('conflict', 'erasures.behind', 'behind');
    for (const [error, patienceMs] of [
      [broken, 60_000],
      [away, 0],
    ] as const) {
      const failed = await untilItAnswers('it', failing(error), { say: () => {}, patienceMs }).catch((caught: unknown) => caught);
      assert.is(failed, error);
    }
  });
});
