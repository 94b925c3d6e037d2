import * as assert from 'uvu/assert';
import { ROLES } from '#domain/kernel/roles.ts';
import { spec } from '#infra/testing/spec.ts';
import { GRANTABLE } from './grantable.ts';

spec('roles on the members page', (it) => {
  it('are all but the operator’s and those bound to one patient', () => {
    assert.equal(
      [...GRANTABLE],
      ROLES.filter((role) => !['patient', 'companion', 'operator'].includes(role)),
    );
  });
});
