// Somebody else's implementation reads our files: Go's golang.org/x/mod/sumdb, the code behind Go's own checksum database.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { consistencyProof, inclusionProof, rootOf } from '#projections/ledger/merkle.ts';
import { vkey } from '#projections/ledger/note.ts';
import { verifiersOf } from '#projections/ledger/signer.ts';
import { makeWriter, originOf } from '#projections/ledger/writer.ts';
import { temporaryFolder } from '../testing/hub.ts';
import { spec } from '../testing/spec.ts';
import { makeLog } from '../testing/views.ts';
import { following } from '../testing/views-hub.ts';
import { makeFiles } from './files.ts';
import { openKeyFile } from './key-file.ts';
import { openLedgerStore, publicFolder } from './store.ts';
import { treeOf } from './tree.ts';

const GOPATH = '/usr/share/gocode';
const missing = spawnSync('go', ['version']).status !== 0 ? 'no go' : existsSync(`${GOPATH}/src/golang.org/x/mod/sumdb`) ? false : 'no golang.org/x/mod';
const MODULES_OFF = { ...process.env, GO111MODULE: 'off', GOPATH, GOFLAGS: '' };

spec('Go', (it, { teardown }) => {
  const folder = temporaryFolder('hub-go');
  teardown(() => folder.remove());

  it(
    'verifies our checkpoint, tiles, entries and proofs, makes the same proofs itself, and refuses a changed byte',
    async () => {
      const log = makeLog();
      for (let n = 0; n < 700; n++) log.write({ stream: `case-${n % 50}`, type: 'CaseHeld', data: {} });
      const ledger = join(folder.path, 'ledger');
      const store = openLedgerStore({ folder: ledger, origin: 'example.com/ledger' });
      const signer = openKeyFile(join(folder.path, 'keys.json'), { make: true });
      const source = { ...following(log.events), head: async () => undefined, async *read() {} };
      await makeWriter({ log: source, store, signer, now: () => new Date() }).turn(log.events);
      const state = store.log('acme')!;
      const tree = treeOf(makeFiles(publicFolder(ledger)), state);
      const at = join(publicFolder(ledger), state.name);
      const base64 = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString('base64'));
      const input = JSON.stringify({
        folder: at,
        vkey: vkey(verifiersOf(originOf(store.identity.origin, state.name), (await signer.keys())[0]!)[0]!),
        inclusion: [0, 1, 255, 256, 511, 512, 698, 699].map((index) => ({ index, proof: base64(inclusionProof(tree, index, 700)) })),
        consistency: [1, 2, 255, 256, 300, 512, 699, 700].map((size) => ({
          size,
          root: rootOf(tree, size).toString('base64'),
          proof: base64(consistencyProof(tree, size, 700)),
        })),
      });
      await store.close();
      const program = join(folder.path, 'interop');
      execFileSync('go', ['build', '-o', program, 'infra/ledger/go/main.go'], { env: { ...MODULES_OFF, GOCACHE: join(folder.path, 'cache') } });
      const run = () => spawnSync(program, { input, encoding: 'utf8' });
      assert.equal([run().status, run().stdout], [0, '700 entries, 8 inclusion and 8 consistency proofs\n'], run().stderr);
      for (const path of ['tile/0/001', 'tile/entries/000', 'checkpoint']) {
        const bytes = readFileSync(join(at, path));
        writeFileSync(
          join(at, path),
          bytes.map((byte, i) => (i === 50 ? byte ^ 1 : byte)),
        );
        assert.is(run().status, 1, path);
        writeFileSync(join(at, path), bytes);
      }
      assert.is(run().status, 0);
    },
    { unless: missing },
  );
});
