import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { HubError } from '../../domain/kernel/errors.ts';
import { sealedClass, type Sealed, SHREDDED } from '../../domain/kernel/sealing.ts';
import { spec } from '../testing/spec.ts';
import type { KeyRows, NewSubject, SubjectRow, TenantRow } from './key-rows.ts';
import type { KeyWatch } from './key-watch.ts';
import { makeKeyring } from './keyring.ts';
import { pack, unpack } from './packing.ts';
import { makeRootFile } from './root-file.ts';
import { makeSealingWith } from './sealing.ts';

export function memoryRows(): KeyRows & { queries: number } {
  const tenants = new Map<string, TenantRow[]>();
  const subjects = new Map<string, SubjectRow>();
  const name = (n: { tenant: string; subject: string }) => `${n.tenant}/${n.subject}`;
  const rows = {
    queries: 0,
    tenants: async (names: readonly string[]) => (rows.queries++, names.map((t) => tenants.get(t) ?? [])),
    addTenant: async (t: string, row: TenantRow) => {
      const known = tenants.get(t) ?? [];
      if (!known.some(({ version }) => version === row.version)) tenants.set(t, [...known, row]);
      return tenants.get(t)!;
    },
    subjects: async (names: readonly { tenant: string; subject: string }[]) => (rows.queries++, names.map((n) => subjects.get(name(n)))),
    addSubjects: async (added: readonly NewSubject[]) =>
      added.map((n) => {
        if (!subjects.has(name(n))) subjects.set(name(n), { wrapped: n.wrapped, version: n.version });
        return subjects.get(name(n))!;
      }),
    destroy: async (n: { tenant: string; subject: string }) => {
      const had = Boolean(subjects.get(name(n))?.wrapped);
      subjects.set(name(n), { wrapped: null, version: 1 });
      return had;
    },
  };
  return rows;
}

const rootKey = randomBytes(32);
const made = (rows = memoryRows(), { rootKey: first = rootKey, ...options }: { ttlMs?: number; now?: () => number; rootKey?: Buffer; watch?: KeyWatch } = {}) =>
  makeSealingWith(makeKeyring({ rows, root: makeRootFile({ first }), ...options }));
const ada = { tenant: 'acme', subject: 'ada', event: 'e1' };
const refuses = async (work: Promise<unknown>, code: string) => {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  assert.ok(error instanceof HubError, `expected ${code}`);
  assert.is((error as HubError).code, code);
};

spec('sealing', (it) => {
  it('what was sealed opens to the same value, short or long', () =>
    fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), fc.nat(400), async (value, repeat) => {
        const { seal, open } = made();
        const wanted = { value, long: 'x'.repeat(repeat) };
        const { f } = await seal(ada, { f: wanted });
        assert.equal(await open('acme', [f!]), [JSON.parse(JSON.stringify(wanted))]);
      }),
      { numRuns: 60 },
    ));
  it('a long value is stored smaller than its text, and a short one is not inflated', () => {
    const long = { text: 'systolic blood pressure '.repeat(40) };
    assert.ok(pack(long).length < JSON.stringify(long).length / 3);
    assert.is(pack('short').length, JSON.stringify('short').length + 1);
    assert.equal(unpack(pack(long)), long);
  });
  it('the same value seals differently each time', async () => {
    const { seal } = made();
    assert.is.not((await seal(ada, { f: 'x' })).f!.$sealed, (await seal(ada, { f: 'x' })).f!.$sealed);
  });
  it('a sealed value moved to another event, field, person or tenant refuses to open', async () => {
    const { seal, open } = made();
    const { f } = await seal(ada, { f: 'secret' });
    await seal({ ...ada, subject: 'eve' }, { f: 'x' });
    await seal({ ...ada, tenant: 'other' }, { f: 'x' });
    for (const moved of [{ event: 'e2' }, { field: 'g' }, { subject: 'eve' }]) await refuses(open('acme', [{ ...f!, ...moved }]), 'sealing.not-openable');
    await refuses(open('other', [f!]), 'sealing.not-openable');
    await refuses(open('third', [f!]), 'sealing.key-missing');
  });
  it('a changed bit or a cut value refuses to open', async () => {
    const { seal, open } = made();
    const { f } = await seal(ada, { f: 'secret' });
    await seal({ ...ada, personal: ['g'] }, { g: 'x' });
    const bytes = Buffer.from(f!.$sealed.slice(3), 'base64url');
    for (let i = 0; i < bytes.length; i += 1) {
      const flipped = Buffer.from(bytes);
      flipped[i]! ^= 1;
      await refuses(open('acme', [{ ...f!, $sealed: `2h.${flipped.toString('base64url')}` }]), 'sealing.not-openable');
    }
    for (const $sealed of [
      '',
      '2h.',
      '2h.AAAA',
      '1.AAAA',
      `2p.${bytes.toString('base64url')}`,
      `1.${bytes.toString('base64url')}`,
      `3.${bytes.toString('base64url')}`,
      f!.$sealed.replace(/(?<=^...)/, '.'),
      `${f!.$sealed}.`,
      `${f!.$sealed}.AAAA`,
    ])
      await refuses(open('acme', [{ ...f!, $sealed }]), 'sealing.not-openable');
  });
  it('a destroyed person opens as shredded, at once here, and is never given a new key', async () => {
    const { seal, open, fingerprint, destroySubject } = made();
    const { f } = await seal(ada, { f: 'secret' });
    const { g } = await seal({ ...ada, subject: 'eve' }, { g: 'kept' });
    assert.is(await destroySubject('acme', 'ada'), true);
    assert.is(await destroySubject('acme', 'ada'), false);
    assert.equal(await open('acme', [f!, g!]), [SHREDDED, 'kept']);
    await refuses(seal(ada, { f: 'again' }), 'subject.erased');
    await refuses(fingerprint('acme', 'ada', 'x'), 'subject.erased');
  });
  it('who somebody is can be destroyed alone: what remains opens and names nobody, and no name is stored again', async () => {
    const { seal, open, destroyIdentity } = made();
    const { name, value } = await seal({ ...ada, personal: ['name'] }, { name: 'Ada', value: 7.1 });
    assert.equal(
      [name, value].map((sealed) => sealedClass(sealed!)),
      ['personal', 'health'],
    );
    assert.is(await destroyIdentity('acme', 'ada'), true);
    assert.equal(await open('acme', [name!, value!]), [SHREDDED, 7.1]);
    await refuses(seal({ ...ada, personal: ['name'] }, { name: 'Ada' }), 'subject.erased');
    assert.equal(await open('acme', [(await seal(ada, { value: 8 })).value!]), [8]);
  });
  it('another process stops opening a destroyed person when its time is over', async () => {
    const rows = memoryRows();
    let time = 0;
    const [here, there] = [made(rows), made(rows, { ttlMs: 1000, now: () => time })];
    const { f } = await here.seal(ada, { f: 'secret' });
    assert.equal(await there.open('acme', [f!]), ['secret']);
    await here.destroySubject('acme', 'ada');
    time = 1001;
    assert.equal(await there.open('acme', [f!]), [SHREDDED]);
  });
  it('a process that watches drops a destroyed key when it is told, and trusts nothing remembered while it may not be told', async () => {
    const rows = memoryRows();
    let [tell, isCurrent]: [(name: string | undefined) => void, boolean] = [() => {}, true];
    const watch: KeyWatch = { isCurrent: () => isCurrent, onChange: (hear) => void (tell = hear), close: async () => {} };
    const [here, there] = [made(rows), made(rows, { watch })];
    const { f } = await here.seal(ada, { f: 'secret' });
    const { g } = await here.seal({ ...ada, subject: 'eve' }, { g: 'secret' });
    assert.equal(await there.open('acme', [f!, g!]), ['secret', 'secret']);
    await here.destroySubject('acme', 'ada');
    assert.equal(await there.open('acme', [f!]), ['secret'], 'not told yet');
    tell('acme/ada');
    assert.equal(await there.open('acme', [f!]), [SHREDDED]);
    isCurrent = false;
    await here.destroySubject('acme', 'eve');
    assert.equal(await there.open('acme', [g!]), [SHREDDED]);
  });
  it('opening values of many people asks for their keys once', async () => {
    const rows = memoryRows();
    const values: Sealed[] = [];
    for (let i = 0; i < 50; i += 1) values.push((await made(rows).seal({ ...ada, subject: `p${i}` }, { f: i })).f!);
    rows.queries = 0;
    assert.equal(
      await made(rows).open('acme', values),
      values.map((_, i) => i),
    );
    assert.is(rows.queries, 2, 'the tenant’s and the people’s');
  });
  it('opening values of many tenants at once asks twice: for the tenants’ keys, and for the people’s', async () => {
    const rows = memoryRows();
    const sealing = made(rows);
    const tenants = Array.from({ length: 300 }, (_, i) => `t${i}`);
    const sealed = await Promise.all(tenants.map((tenant) => sealing.seal({ ...ada, tenant }, { f: tenant })));
    rows.queries = 0;
    const { open } = made(rows);
    assert.equal(await Promise.all(tenants.map(async (tenant, i) => (await open(tenant, [sealed[i]!.f!]))[0])), tenants);
    assert.is(rows.queries, 2);
  });
  it('a person sealed for by many at once has one key', async () => {
    const rows = memoryRows();
    const all = await Promise.all(Array.from({ length: 20 }, () => made(rows).seal(ada, { f: 'x' })));
    assert.equal(
      await made(rows).open(
        'acme',
        all.map(({ f }) => f!),
      ),
      Array(20).fill('x'),
    );
  });
  it('digests are equal for equal input and differ by tenant, purpose, person and root key', async () => {
    const rows = memoryRows();
    const { tenantDigest, fingerprint } = made(rows);
    assert.is(await tenantDigest('acme', 'email', 'a'), await made(rows).tenantDigest('acme', 'email', 'a'));
    assert.is(await fingerprint('acme', 'ada', 'a'), await made(rows).fingerprint('acme', 'ada', 'a'));
    const different = await Promise.all([
      tenantDigest('acme', 'email', 'a'),
      tenantDigest('acme', 'email', 'b'),
      tenantDigest('acme', 'other', 'a'),
      tenantDigest('other', 'email', 'a'),
      fingerprint('acme', 'ada', 'a'),
      fingerprint('acme', 'eve', 'a'),
      made().tenantDigest('acme', 'email', 'a'),
    ]);
    assert.is(new Set(different).size, different.length);
    assert.ok(different.every((d) => /^[0-9a-f]{64}$/.test(d)));
  });
  it('another root key opens nothing and says so', async () => {
    const rows = memoryRows();
    await made(rows).tenantDigest('acme', 'email', 'a');
    await refuses(made(rows, { rootKey: randomBytes(32) }).tenantDigest('acme', 'email', 'a'), 'keys.not-unwrappable');
  });
});
