import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '../testing/spec.ts';
import { makeTable } from './table.ts';

function tableOf(...templates: string[]) {
  const table = makeTable<string>();
  for (const template of templates) table.add(template, template);
  return (path: string) => {
    const found = table.find(path);
    return found && [found.value, { ...found.params }];
  };
}

spec('a table of paths', (it) => {
  it('a word wins over a parameter, and a parameter is tried where the word leads nowhere', () => {
    const find = tableOf('/fhir/metadata', '/fhir/{type}', '/fhir/{type}/{id}', '/fhir/metadata/deep/er');
    assert.equal(find('/fhir/metadata'), ['/fhir/metadata', {}]);
    assert.equal(find('/fhir/Patient'), ['/fhir/{type}', { type: 'Patient' }]);
    assert.equal(find('/fhir/metadata/deep'), ['/fhir/{type}/{id}', { type: 'metadata', id: 'deep' }]);
  });
  it('the case of a word and one slash at the end make no difference; a parameter is whole, decoded and never empty', () => {
    const find = tableOf('/api/things/{id}', '/api/things/{id}/verbs');
    assert.equal(find('/API/Things/%C4%B0%20x/'), ['/api/things/{id}', { id: 'İ x' }]);
    assert.equal(find('/api/things/a/verbs'), ['/api/things/{id}/verbs', { id: 'a' }]);
    for (const path of ['/api/things', '/api/things/', '/api/things//', '/api/things//verbs', '/api/things/a//', '/api/thing/a', 'api/things/a', '*', ''])
      assert.is(find(path), undefined, path);
    assert.throws(
      () => find('/api/things/%E0%A4%A'),
      (error: unknown) => error instanceof URIError,
    ); // prettier-ignore
  });
  it('a template that is there already is a defect, whatever its parameters are called', () =>
    assert.throws(() => tableOf('/api/{a}/b', '/api/{id}/b'), 'two values'));
  it('of any templates it finds the one that a pattern for each would find', () => {
    const segment = fc.constantFrom('a', 'b', '{x}');
    const paths = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 4 }).map((parts) => `/${parts.join('/')}`);
    fc.assert(
      fc.property(fc.uniqueArray(fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join('/')}`)), paths, (templates, path) => {
        const matching = templates.filter((template) => new RegExp(`^${template.replaceAll('{x}', '[^/]+')}$`).test(path));
        const [best] = matching.toSorted((a, b) => (a.replaceAll('{x}', '\uffff') < b.replaceAll('{x}', '\uffff') ? -1 : 1));
        assert.is(tableOf(...templates)(path)?.[0], best);
      }),
    );
  });
});
