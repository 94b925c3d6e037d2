import * as assert from 'uvu/assert';
import { type Open, REDACTED, type Sealed, SHREDDED } from '#domain/kernel/sealing.ts';
import { spec } from '#infra/testing/spec.ts';
import { makeOpening } from './opened.ts';

const sealed = ($sealed: string, subject = 'ann'): Sealed => ({ $sealed, subject, event: 'e', field: 'f' });
function opening(rights: { personal: boolean; health: boolean }) {
  const asked: string[][] = [];
  const open: Open = async (_tenant, values) => {
    asked.push(values.map((v) => v.$sealed));
    return values.map((v) => (v.subject === 'gone' ? SHREDDED : `open ${v.$sealed}`));
  };
  return { asked, ...makeOpening({ open, tenant: 'acme', rights }) };
}

spec('opened values', (it) => {
  it('are opened in one call for the whole answer, each sealed value once', async () => {
    const { personal, health, settle, asked } = opening({ personal: true, health: true });
    const answer = await settle({
      name: personal(sealed('a')),
      again: [{ deep: personal(sealed('a'), (v: string) => v.length) }],
      b: health(sealed('b')),
      n: 1,
    });
    assert.equal(answer, { name: 'open a', again: [{ deep: 6 }], b: 'open b', n: 1 });
    assert.equal(asked, [['a', 'b']]);
  });

  it('are not even asked for without the right to them', async () => {
    const { personal, health, anyway, settle, asked } = opening({ personal: false, health: false });
    const answer = await settle({ a: personal(sealed('a')), b: health.all([sealed('b')], (v) => v), c: health.all([], (v) => v), d: anyway(sealed('d')) });
    assert.equal(answer, { a: REDACTED, b: REDACTED, c: REDACTED, d: 'open d' });
    assert.equal(asked, [['d']]);
  });

  it('say SHREDDED when the person is erased, also when only one of many is', async () => {
    const { personal, health, settle } = opening({ personal: true, health: true });
    assert.equal(await settle([personal(sealed('a', 'gone')), health.all([sealed('b'), sealed('c', 'gone')], (v) => v.length)]), [SHREDDED, SHREDDED]);
  });

  it('are nothing where nothing was sealed', async () => {
    const { personal, settle, asked } = opening({ personal: true, health: true });
    assert.equal([await settle({ a: personal(null) }), asked], [{ a: undefined }, []]);
  });
});
