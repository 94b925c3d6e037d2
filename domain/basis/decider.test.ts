import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import type { BasisEvent } from './messages.ts';
import { basisSlice } from './slice.ts';

const data = { basis: 'law', statement: 'Sağlık turizmi yetki belgesi uyarınca kayıt tutulur.' } as const;
const declared: BasisEvent = { type: 'BasisDeclared', data };

spec('basis', (it) => {
  it('is declared in words, once, and may be withdrawn', () => {
    given(basisSlice).when({ type: 'DeclareBasis', data }).then(declared);
    given(basisSlice, declared).when({ type: 'DeclareBasis', data }).then();
    given(basisSlice, declared).when({ type: 'WithdrawBasis', data: {} }).then({ type: 'BasisWithdrawn', data: {} });
    given(basisSlice).when({ type: 'WithdrawBasis', data: {} }).then();
  });
});
