import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { retries } from './retries.ts';

spec('forced retries', (it) => {
  it('ranges delivered again, in part, twice at once and through deaths of the engine leave equal counts and checksums, materialized views included', async () => {
    const { kills, events, differences, wrong, twice } = await retries({ rounds: 30, killEvery: 15 });
    assert.ok(kills === 2 && events > 500);
    assert.equal({ differences, wrong, twice }, { differences: 0, wrong: 0, twice: 0 });
  });
});
