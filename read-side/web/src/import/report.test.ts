import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { Problem } from '../api/problem.ts';
import { toRefusal, toReport } from './read-report.ts';
import { add, EMPTY, isGzip, isImportable } from './report.ts';

const file = { created: 2, updated: 0, unchanged: 1, skipped: { Claim: 3 }, rejected: [] };

spec('the report of an import', (it) => {
  it('adds up over files, types that are not kept by name', () => {
    const sum = add(toReport(file, 'a.json'), toReport({ ...file, skipped: { Claim: 1, Provenance: 2 } }, 'b.json'));
    assert.equal(sum, { created: 4, updated: 0, unchanged: 2, skipped: { Claim: 4, Provenance: 2 }, rejected: [] });
  });
  it('a refused bundle is listed with FHIRPath, reason and file', () => {
    const body = { ...file, created: 0, rejected: [{ expression: 'Bundle.entry[0].resource.birthDate', code: 'fhir.value', diagnostics: 'is no date' }] };
    const { rejected } = toRefusal(new Problem(422, 'http.422', 'no', { body }), 'a.json');
    assert.equal(rejected, [{ path: 'Bundle.entry[0].resource.birthDate', reason: 'is no date', file: 'a.json' }]);
  });
  it('a lost connection is a reason too', () => {
    assert.equal(toRefusal(new Problem(0, 'network', 'fetch failed'), 'a.json'), { ...EMPTY, rejected: [{ path: 'a.json', reason: 'fetch failed' }] });
  });
  it('only .json and .json.gz are sent', () => {
    assert.equal(['a.json', 'A.JSON.GZ', 'a.gz', 'a.pdf'].map(isImportable), [true, true, false, false]);
    assert.ok(isGzip('a.json.gz'));
  });
});
