import { equal, is } from 'uvu/assert';
import { spec } from '../testing/spec.ts';
import { outcomeOf, wantsOutcome } from './outcome.ts';
import { unstorable } from './storable.ts';

const nested = (levels: number): unknown => Array.from({ length: levels }).reduce((inner) => [inner], 1);
const paths = (body: unknown) => unstorable(body).map((fault) => fault.path);

spec('what can be stored', (it) => {
  it('any whole text, number and key is', () => equal(unstorable({ İı: ['e\u0301', '🇹🇷', -1e308, null, true], constructor: { prototype: 'x' } }), []));
  it('NUL, half characters and infinite numbers are not, each told at its place', () =>
    equal(paths({ a: ['\0', '\ud800'], b: { c: JSON.parse('1e999') as number } }), ['a.0', 'a.1', 'b.c']));
  it('a key that cannot be kept is told at its object, without repeating it', () => {
    equal(paths({ a: { 'x\0': 1 } }), ['a']);
    equal(unstorable(JSON.parse('{"b":{"__proto__":{"admin":true}}}')), [{ path: 'b', message: 'must not have the key __proto__' }]);
  });
  it('a hundred levels are, more are refused without a deep stack', () => {
    equal(unstorable(nested(100)), []);
    is(unstorable(nested(200_000)).length, 1);
  });
  it('a body full of faults names the first twenty', () => is(unstorable(Array.from({ length: 1000 }, () => '\0')).length, 20));
});

spec('refusals of the FHIR endpoint', (it) => {
  const asked = (originalUrl: string, accept?: string) => wantsOutcome({ originalUrl, headers: { accept } });
  it('speak FHIR, unless plain JSON was asked for', () => {
    equal([asked('/fhir'), asked('/fhir/Patient', '*/*'), asked('/fhir?report=true', 'application/fhir+json, application/json')], [true, true, true]);
    equal([asked('/fhir?report=true', 'application/json'), asked('/api/cases'), asked('/fhirs')], [false, false, false]);
  });
  it('name each field in an issue of its own, with the code', () => {
    const errors = [{ path: 'entry.0', message: 'is odd' }];
    const problem = { type: '', title: '', status: 400, code: 'request.invalid', detail: 'Faults.', errors, correlationId: '' };
    const details = { coding: [{ system: 'urn:hub:problem', code: 'request.invalid' }] };
    equal(outcomeOf(problem).body, {
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code: 'invalid', details, diagnostics: 'entry.0 is odd', expression: ['entry.0'] }],
    });
  });
});
