import * as assert from 'uvu/assert';
import { mayHave, SCOPES, type Scope } from '#domain/kernel/scopes.ts';
import { spec } from '#infra/testing/spec.ts';
import { isKey } from '../i18n/catalogue.ts';
import { type KeyKind, SCOPES_OF } from './scopes.ts';

spec('scopes on the keys page', (it) => {
  it('are all that a key of the kind may have, each with words', () => {
    for (const kind of Object.keys(SCOPES_OF) as KeyKind[]) {
      const grantable = (Object.keys(SCOPES) as Scope[]).filter((one) => mayHave(kind, one));
      assert.equal([...SCOPES_OF[kind]].toSorted(), grantable.toSorted(), kind);
    }
    for (const one of Object.values(SCOPES_OF).flat()) assert.ok(isKey(`scope.${one}`), one);
  });
});
