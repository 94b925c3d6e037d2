import * as assert from 'uvu/assert';
import { spec } from '../../testing/spec.ts';
import { fuzz } from './fuzz.ts';
import { MUTATIONS } from './mutations.ts';

spec('lies to the verifier', (it) => {
  it('a pack altered, dropped from, swapped, repeated, cut off, re-signed or rolled back is found, and nothing crashes the verifier', async () => {
    const { tried, byMutation, missed } = await fuzz(300, 20_261_121);
    assert.equal(missed, []);
    assert.ok(tried >= 290 && Object.keys(byMutation).length === Object.keys(MUTATIONS).length);
  });
});
