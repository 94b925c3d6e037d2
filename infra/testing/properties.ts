// Loaded before every test file that has properties: the same cases in each run, so that a red run can be repeated. Other cases: TEST_SEED=random npm test.
import fc from 'fast-check';

const { TEST_SEED: given, CI } = process.env;
const seed = given === 'random' ? Date.now() % 2 ** 31 : Number(given ?? 20_261_121);
fc.configureGlobal({ seed, endOnFailure: CI === 'true' }); // shrinking takes minutes; a person repeats with the printed seed
