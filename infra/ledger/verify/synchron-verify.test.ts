import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { canonical } from '#projections/ledger/leaf.ts';
import { makeAuthority } from '../../testing/fakes/tsa.ts';
import { spec } from '../../testing/spec.ts';
import { requestFor, tokenIn } from '../../timestamp/client.ts';
import { sequence, tagged, valueAt, valuesIn } from '../../timestamp/der.ts';
import { together } from './forge.ts';
import { checkToken, verifyPack } from './synchron-verify.mjs';

/** The exit code of a refusal; throws for what is no refusal. */
function refused(bytes: Buffer, options = {}): number {
  try {
    verifyPack(bytes, options);
  } catch (error) {
    const { code, message } = error as { code?: unknown; message: string };
    assert.ok(code === 1 || code === 2 || code === 3, `crashed: ${message}`);
    return code;
  }
  throw new Error('passed');
}
const PATHS = ['manifest.json', 'manifest.sig', 'keys.json', 'proofs.json', 'checkpoint', 'hub-checkpoint', 'streams.jsonl', 'events/000000.jsonl'];
const root = Buffer.alloc(32, 7).toString('base64');
const content = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.jsonValue().map((value) => Buffer.from(`${canonical(value)}\n`)),
  fc.constantFrom('x\n', '\n\n', `a\n1\n${root}\n\n— a AAAAAAA=\n`, `a\n1\n${root}\n\n`).map((text) => Buffer.from(text)),
);

spec('what is no pack', (it) => {
  it('is refused and never crashes the verifier, whatever the bytes are', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => void refused(Buffer.from(bytes))));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => assert.is(refused(gzipSync(bytes)), 2)));
  });
  it('is refused when its archive is in order and its files are anything at all', async () => {
    const files = fc.subarray(PATHS, { minLength: 1 }).chain((paths) => fc.tuple(...paths.map((path) => fc.tuple(fc.constant(path), content))));
    await fc.assert(fc.asyncProperty(files, async (entries) => void refused(await together(new Map(entries)))));
  });
  it('is refused when its manifest fits its files and they say nothing', async () => {
    const values = fc.tuple(fc.jsonValue(), fc.jsonValue(), content, content);
    await fc.assert(
      fc.asyncProperty(values, async ([keys, proofs, checkpoint, seal]) => {
        const own = [...Object.entries({ 'keys.json': keys, 'proofs.json': proofs })].map(
          ([path, value]) => [path, Buffer.from(`${canonical(value)}\n`)] as const,
        );
        const named = [...own, ['checkpoint', checkpoint] as const, ['hub-checkpoint', checkpoint] as const];
        const manifest = { format: 'synchron-evidence/1', scope: {}, files: named.map(([path]) => ({ path })), origin: 'a', size: 1, root };
        refused(await together(new Map([...named, ['manifest.json', Buffer.from(`${canonical(manifest)}\n`)], ['manifest.sig', seal]])));
      }),
    );
  });
  it('is refused before it fills the memory', () => {
    const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20));
    bomb[9] = 255; // as the hub's archives say
    assert.is(refused(bomb), 2);
  });
  it('is refused when a file in it would be written elsewhere, or hidden', async () => {
    for (const path of ['..', '../manifest.json', 'events/..', 'events/../../x', '/etc/x', '.bashrc', 'events/.x', './x', 'a/b/c', 'a\\..\\x', 'C:x', ''])
      assert.is(refused(await together(new Map([[path, Buffer.from('x')]]))), 2, path);
  });
  it('is refused for a checkpoint of a size that is none, or with more signatures than anybody makes', async () => {
    const sizes = ['9223372036854775808', '-1', 'NaN', '1e3', '01', '0x1', '1.5', '', '9'.repeat(300)];
    const notes = sizes.map((size) => `a\n${size}\n${root}\n\n— a AAAAAAA=\n`);
    for (const note of [...notes, `a\n1\n${root}\n\n${'— a AAAAAAA=\n'.repeat(50_000)}`, `a\n1\n${root}\n\n${'—'.repeat(500_000)}\n`]) {
      const manifest = Buffer.from(`${canonical({ format: 'synchron-evidence/1', scope: {}, files: [{ path: 'checkpoint' }] })}\n`);
      const files = [['checkpoint', Buffer.from(note)] as const, ['manifest.json', manifest] as const, ['manifest.sig', Buffer.from(note)] as const];
      assert.is(refused(await together(new Map(files))), 1, note.slice(0, 40));
    }
  });
  it('a timestamp with hundreds of certificates that all could have issued each other is judged all the same', () => {
    const [authority, text] = [makeAuthority(), 'x\n'];
    const token = tokenIn(authority.respond(requestFor(text, Buffer.of(1, 2, 3))));
    const [kind, content] = valuesIn(valueAt(token)!.body)!;
    const parts = valuesIn(valueAt(content!.body)!.body)!.map(({ raw }) => raw);
    const { raw: issuer } = new X509Certificate(authority.root);
    const more = Array.from({ length: 80 }, () => tagged(0xa0, ...Array.from({ length: 5 }, () => issuer)));
    const crowded = sequence(kind!.raw, tagged(0xa0, sequence(...parts.slice(0, -1), ...more, parts.at(-1)!)));
    assert.is(checkToken(crowded, text, [makeAuthority().root]).pinned, false);
    assert.is(checkToken(crowded, text, [authority.root]).pinned, true);
  });
  it('is refused in plain words: nothing in it moves the cursor of who reads them', () => {
    const escape = '\u001b[2J\u202e';
    const { status, stdout } = spawnSync(process.execPath, ['infra/ledger/verify/synchron-verify.mjs', 'package.json', '--key', `${escape}x`], {
      encoding: 'utf8',
    });
    assert.is(status, 2);
    assert.match(stdout, /^not readable: .*is not a verifier key/);
    for (const letter of escape.slice(0, 1) + escape.slice(-1)) assert.not.ok(stdout.includes(letter));
  });
  it('is refused for keys that are none', () => {
    fc.assert(fc.property(fc.string(), (key) => assert.is(refused(Buffer.alloc(0), { keys: [key] }), 2)));
  });
});
