// Packs made by the hub's code, judged by the verifier as its own process would.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as assert from 'uvu/assert';
import { makeAuthority } from '../../testing/fakes/tsa.ts';
import { temporaryFolder } from '../../testing/hub.ts';
import { spec } from '../../testing/spec.ts';
import { addKey } from '../key-file.ts';
import { forged, linesIn, takeApart, written } from './forge.ts';
import { makeSample, makeWorld, type Sample, type World } from './sample.ts';

const VERIFIER = 'infra/ledger/verify/synchron-verify.mjs';
type Said = {
  code: number | null;
  sound: boolean;
  reason?: string;
  events?: number;
  streams?: number;
  since?: number;
  anchored?: boolean;
  pinned?: boolean;
} & {
  timestamps?: { size: number; by: string; pinned: boolean }[];
  certificates?: { person: string; index: number }[];
};

spec('an evidence pack', (it, { setup, teardown }) => {
  const folder = temporaryFolder('hub-evidence');
  let world: World;
  let sample: Sample;
  let key: string;
  const keep = (name: string, bytes: Buffer | string): string => {
    const path = join(folder.path, name);
    writeFileSync(path, bytes);
    return path;
  };
  const verify = (bytes: Buffer, ...args: string[]): Said => {
    const run = spawnSync(process.execPath, [VERIFIER, keep('pack.tar.gz', bytes), '--json', ...args], { encoding: 'utf8' });
    return { ...(JSON.parse(run.stdout) as Said), code: run.status };
  };
  setup(async () => {
    world = makeWorld(700);
    sample = makeSample(folder.path, world);
    await sample.log();
    key = (await sample.ledger.look('acme')).log.keys[0]!;
  });
  teardown(async () => {
    await sample?.close();
    folder.remove();
  });

  it('of a case holds its streams whole, what named it, and who was shown what, and verifies without the hub', async () => {
    const found = verify(await sample.pack({ case: world.cases[0]! }), '--key', key);
    assert.equal([found.code, found.sound, found.streams, found.anchored, found.pinned], [0, true, 1, true, true], found.reason);
    assert.is(found.events, world.events.filter(({ stream }) => stream.id === world.cases[0]).length);
  });
  it('of a patient adds the patient’s cases, and of a disclosure only what is about them', async () => {
    const found = verify(await sample.pack({ patient: world.patient }), '--key', key);
    const own = world.events.filter(({ stream, data }) => {
      if (stream.slice === 'disclosure') return JSON.stringify(data).includes(world.patient);
      return stream.id === world.patient || world.cases.includes(stream.id);
    });
    assert.equal([found.code, found.events, found.streams], [0, own.length, 3], found.reason);
  });
  it('of a period holds every event of the tenant in it, side by side', async () => {
    const at = (index: number) => world.events[index]!.recordedAt.toISOString();
    for (const [from, to] of [
      [0, 700],
      [100, 400],
      [300, 301],
      [511, 513],
    ] as const) {
      const scope = { from: at(from), ...(to < 700 && { to: at(to) }) };
      const found = verify(await sample.pack(scope), '--key', key);
      assert.equal([found.code, found.events], [0, to - from], found.reason);
    }
    assert.equal(verify(await sample.pack({}), '--key', key).events, 700);
    assert.equal(verify(await sample.pack({ from: '2030-01-01T00:00:00.000Z' }), '--key', key).events, 0);
  });
  it('of which events were changed is refused by the name of the first of them, even where the hub itself signs the lie', async () => {
    const files = takeApart(await sample.pack({ case: world.cases[0]! }));
    const lines = linesIn(files.get('events/000000.jsonl')!);
    for (const at of [7, 5]) lines[at]!.event.data['reason'] = 'another';
    const { index, event } = lines[5]!;
    const lie = await forged(files.set('events/000000.jsonl', written(lines)), sample.ledger.sign);
    const { code, reason } = verify(lie, '--key', key);
    assert.equal([code, reason], [1, `leaf ${index}: ${String(event['type'])} at revision 5 of ${String(event['stream'])} is not what was logged there`]);
  });
  it('shows that nothing before an earlier checkpoint was rewritten, and says when the log was rolled back or is another', async () => {
    const earlier = (await sample.ledger.look('acme')).log;
    const since = join(folder.path, 'since');
    assert.is(verify(await sample.pack({}), '--keep', since).code, 0);
    assert.is(readFileSync(since, 'utf8'), earlier.note);
    for (let n = 0; n < 40; n++) world.write({ type: 'CaseHeld', slice: 'case', id: world.cases[0]!, data: { reason: n }, subject: world.patient });
    const before = await sample.pack({ case: world.cases[0]! }, earlier.size);
    await sample.log();
    const after = await sample.pack({ case: world.cases[0]! }, earlier.size);
    const later = keep('later', (await sample.ledger.look('acme')).log.note);
    assert.equal([verify(after, '--since', since, '--key', key).since, verify(before, '--since', since, '--key', key).code], [700, 0]);
    assert.match(verify(before, '--since', later, '--key', key).reason ?? '', /rolled back/);
    assert.is(verify(before, '--since', later, '--key', key).code, 3);
    assert.is(verify(await sample.pack({}), '--since', since, '--key', key).code, 3); // made without the proof
    const other = temporaryFolder('hub-evidence-other');
    const twin = makeSample(other.path, makeWorld(300));
    await twin.log();
    const strange = keep('strange', (await twin.ledger.look('acme')).log.note);
    assert.is(verify(after, '--since', strange, '--key', key).code, 3);
    assert.match(verify(await twin.pack({}), '--key', key).reason ?? '', /not signed by the key you gave/);
    await twin.close();
    other.remove();
  });
  it('with a timestamp says by when its leaves were there, by whose word, and goes on from there', async () => {
    const authority = makeAuthority();
    const root = keep('root.pem', authority.root);
    await sample.stamp(authority);
    const { size } = (await sample.ledger.look('acme')).log;
    world.write({ type: 'CaseHeld', slice: 'case', id: world.cases[0]!, data: { reason: 1 }, subject: world.patient });
    await sample.log();
    const pack = await sample.pack({ case: world.cases[0]! });
    const [stamp] = verify(pack, '--key', key, '--tsa', root).timestamps ?? [];
    assert.equal([stamp?.size, stamp?.by, stamp?.pinned], [size, 'CN=Fake Time', true]);
    assert.is(verify(pack, '--key', key).timestamps?.[0]?.pinned, false);
    assert.match(verify(pack, '--key', key, '--tsa', keep('other.pem', makeAuthority().root)).reason ?? '', /no timestamp by the authority/);
    await sample.stamp(authority);
    const leaves = (verify(await sample.pack({ case: world.cases[0]! }), '--tsa', root).timestamps ?? []).map((one) => one.size);
    assert.equal(leaves, [size + 1]); // the first one over every leaf of the pack is the newest as well
    const early = { from: world.events[3]!.recordedAt.toISOString(), to: world.events[9]!.recordedAt.toISOString() };
    assert.equal(
      (verify(await sample.pack(early), '--tsa', root).timestamps ?? []).map((one) => one.size),
      [size, size + 1],
    );
  });
  it('of who was erased says so with the leaf that proves the certificate', async () => {
    const data = { patientId: world.patient, persons: [world.patient], run: 1, step: 'destroy', method: 'keys destroyed; AES-256-GCM', keys: 1, receipts: [] };
    world.write({ type: 'ErasureCompleted', slice: 'erasure', id: world.patient, data });
    await sample.log();
    const pack = await sample.pack({ patient: world.patient });
    assert.ok(takeApart(pack).has('receipts/000000.jsonl'));
    assert.equal(
      verify(pack, '--key', key).certificates?.map(({ person, index }) => [person, index]),
      [[world.patient, world.events.length - 1]],
    );
  });
  it('after a change of keys is still led back to the key the auditor knew', async () => {
    addKey(sample.keyFile);
    world.write({ type: 'CaseHeld', slice: 'case', id: world.cases[0]!, data: { reason: 1 }, subject: world.patient });
    await sample.log();
    const found = verify(await sample.pack({ case: world.cases[0]! }), '--key', key);
    assert.equal([found.code, found.pinned], [0, true], found.reason);
    assert.is.not((await sample.ledger.look('acme')).log.keys[0], key);
  });
  it('verifies on an older Node too, which only leaves ML-DSA out', async () => {
    const pack = keep('old.tar.gz', await sample.pack({ case: world.cases[0]! }));
    const out = execFileSync(existsSync('/usr/bin/node') ? '/usr/bin/node' : process.execPath, [VERIFIER, pack, '--key', key], { encoding: 'utf8' });
    assert.match(out, /^sound: /);
  });
  it('verifies under any name, as a copy and through a link, and never ends well without having looked', async () => {
    const [sound, cut] = [keep('sound.tar.gz', await sample.pack({})), keep('cut.tar.gz', (await sample.pack({})).subarray(0, 9000))];
    const [copy, link] = [join(folder.path, 'check.mjs'), join(folder.path, 'synchron-verify')];
    copyFileSync(VERIFIER, copy);
    symlinkSync(resolve(VERIFIER), link);
    for (const verifier of [copy, link])
      assert.equal(
        [sound, cut].map((pack) => spawnSync(process.execPath, [verifier, pack]).status),
        [0, 2],
      );
  });
  it('whatever is no pack, or is none any more, ends with 2 and a sentence', async () => {
    const pack = await sample.pack({ case: world.cases[0]! });
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('hello'),
      pack.subarray(0, pack.length >> 1),
      Buffer.concat([pack, Buffer.of(0)]),
      Buffer.alloc(5000, 31),
    ]) {
      const { code, reason } = verify(bytes, '--key', key);
      assert.is(code, 2);
      assert.match(reason ?? '', /^[a-z][^\n]{10,}/i);
    }
    assert.is(verify(pack, '--key', 'nonsense').code, 2);
    assert.is(spawnSync(process.execPath, [VERIFIER, '/nowhere', '--json']).status, 2);
    assert.is(spawnSync(process.execPath, [VERIFIER, '--what'], {}).status, 2);
  });
});
