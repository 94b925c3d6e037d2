// Questions to a time stamping authority, and what comes back: also from OpenSSL, where it is there, which makes and judges tokens by itself.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { codeOf } from '../testing/contracts/signer.ts';
import { makeAuthority, startFakeTsa, TSA_FAULTS } from '../testing/fakes/tsa.ts';
import { temporaryFolder } from '../testing/hub.ts';
import { spec } from '../testing/spec.ts';
import { checkToken } from '../ledger/verify/synchron-verify.mjs';
import { makeTsa, requestFor, tokenIn } from './client.ts';

const TEXT = 'example.com/ledger/a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
const CODES: Partial<Record<(typeof TSA_FAULTS)[number], string>> = {
  refused: 'timestamp.refused',
  ...{ 'status-500': 'timestamp.unavailable', cut: 'timestamp.unavailable', slow: 'timestamp.unavailable', redirect: 'timestamp.unavailable' },
};
const faultOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    const { code, message } = error as { code?: unknown; message: string };
    assert.is(code, 1, `crashed: ${message}`);
    return message;
  }
  return 'passed';
};

spec('a time stamping authority', (it, { setup, teardown }) => {
  const folder = temporaryFolder('hub-tsa');
  let tsa: Awaited<ReturnType<typeof startFakeTsa>>;
  setup(async () => void (tsa = await startFakeTsa()));
  teardown(async () => {
    await tsa?.stop();
    folder.remove();
  });

  it('is asked for the digest of the text alone, and its token says when', async () => {
    tsa.state.fault = undefined;
    const { token, at } = await makeTsa({ url: tsa.url, trusted: [tsa.root] })(TEXT);
    assert.ok(Math.abs(at.getTime() - Date.now()) < 60_000);
    assert.not.ok(tsa.asked.at(-1)!.includes('example.com'));
    for (const pem of [tsa.root, tsa.certificate])
      assert.equal([checkToken(token, TEXT, [pem]).pinned, checkToken(token, TEXT, [pem]).by], [true, 'CN=Fake Time']);
    assert.is(checkToken(token, TEXT).pinned, false);
    assert.is(checkToken(token, TEXT, [makeAuthority().root]).pinned, false);
  });
  it('that refuses, breaks off, lies or is not the one trusted gives nothing that is kept', async () => {
    for (const fault of TSA_FAULTS) {
      tsa.state.fault = fault;
      const ask = makeTsa({ url: tsa.url, trusted: [tsa.root], timeoutMs: fault === 'slow' ? 50 : 20_000 });
      assert.is(await codeOf(ask(TEXT)), CODES[fault] ?? 'timestamp.wrong', fault);
    }
    tsa.state.fault = undefined;
    assert.is(await codeOf(makeTsa({ url: tsa.url, trusted: [makeAuthority().root] })(TEXT)), 'timestamp.wrong');
    assert.is(await codeOf(makeTsa({ url: 'http://127.0.0.1:1' })(TEXT)), 'timestamp.unavailable');
  });
  it('whose token was changed anywhere says nothing any more, and nothing crashes the verifier', () => {
    const authority = makeAuthority();
    const token = tokenIn(authority.respond(requestFor(TEXT, Buffer.of(1, 2))));
    const sound = JSON.stringify(checkToken(token, TEXT, [authority.root]));
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = Buffer.from(token);
        changed[at]! ^= by;
        try {
          // What nothing is signed over, such as a version, may be otherwise: then the token says the very same.
          assert.is(JSON.stringify(checkToken(changed, TEXT, [authority.root])), sound);
        } catch (error) {
          assert.is((error as { code?: unknown }).code, 1, String(error));
        }
      }),
      { numRuns: 400 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) =>
        assert.is.not(
          faultOf(() => checkToken(Buffer.from(bytes), TEXT)),
          'passed',
        ),
      ),
    );
    assert.match(
      faultOf(() => checkToken(token, `${TEXT}x`)),
      /something else/,
    );
    assert.match(
      faultOf(() => checkToken(Buffer.concat([token, token]), TEXT)),
      /not signed data/,
    );
  });

  const run = (...args: string[]) => spawnSync('openssl', args, { cwd: folder.path, encoding: 'utf8' });
  const unless = run('version').status === 0 ? false : 'there is no openssl here';
  const at = (name: string) => join(folder.path, name);
  it(
    'OpenSSL finds our question and the fake’s token in order',
    () => {
      const authority = makeAuthority();
      const request = requestFor(TEXT, Buffer.of(1, 2, 3));
      writeFileSync(at('request'), request);
      writeFileSync(at('response'), authority.respond(request));
      writeFileSync(at('root.pem'), authority.root);
      const { status, stdout, stderr } = run('ts', '-verify', '-in', 'response', '-queryfile', 'request', '-CAfile', 'root.pem');
      assert.equal([status, stdout.trim()], [0, 'Verification: OK'], stderr);
    },
    { unless },
  );
  it(
    'OpenSSL’s tokens, by RSA and with SHA-512 too, are found in order by the verifier',
    () => {
      writeFileSync(
        at('tsa.cnf'),
        '[ca]\nbasicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign\n[tsa]\nextendedKeyUsage=critical,timeStamping\n[req]\ndistinguished_name=dn\n[dn]\n[t]\nserial=serial\ncrypto_device=builtin\ndefault_policy=1.2.3.4\ndigests=sha256,sha512\naccuracy=secs:1\nordering=no\ntsa_name=yes\ness_cert_id_chain=no\n',
      );
      const made = (key: string, ...args: string[]) =>
        run('req', '-x509', '-config', 'tsa.cnf', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-days', '2', ...args);
      assert.is(made('root.key', '-out', 'ca.pem', '-subj', '/CN=Root', '-extensions', 'ca').status, 0);
      const own = ['-CA', 'ca.pem', '-CAkey', 'root.key', '-out', 'own.pem', '-subj', '/CN=Own', '-extensions', 'tsa'];
      assert.is(made('own.key', ...own).status, 0);
      writeFileSync(at('serial'), '01');
      for (const digest of ['sha256', 'sha512']) {
        writeFileSync(at('request'), requestFor(TEXT, Buffer.of(1, 2, 3)));
        const reply = run(
          'ts',
          '-reply',
          '-config',
          'tsa.cnf',
          '-section',
          't',
          '-queryfile',
          'request',
          '-signer',
          'own.pem',
          '-inkey',
          'own.key',
          '-out',
          'response',
          `-${digest}`,
        );
        assert.is(reply.status, 0, reply.stderr);
        const { by, pinned, nonce } = checkToken(tokenIn(readFileSync(at('response'))), TEXT, [readFileSync(at('ca.pem'), 'utf8')]);
        assert.equal([by, pinned, nonce], ['CN=Own', true, '010203']);
      }
    },
    { unless },
  );
});
