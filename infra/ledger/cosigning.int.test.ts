// Witnesses that mean ill: whatever they answer, the log's checkpoint stays what it is, and nobody waits or fills the memory for them.
import { readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { leafHash, rootOf } from '#projections/ledger/merkle.ts';
import { checkpointText, KIND, parseNote, signatureLine } from '#projections/ledger/note.ts';
import { signCheckpoint } from '#projections/ledger/signer.ts';
import { EMPTY_EDGE, grow, hashesFrom } from '#projections/ledger/tiles.ts';
import { makeWriter } from '#projections/ledger/writer.ts';
import { temporaryFolder } from '../testing/hub.ts';
import { spec } from '../testing/spec.ts';
import { makeLog } from '../testing/views.ts';
import { following } from '../testing/views-hub.ts';
import { cosignaturesIn, makeCosigning } from './cosigning.ts';
import { openKeyFile } from './key-file.ts';
import { openLedgerReader, openLedgerStore, publicFolder } from './store.ts';

const ORIGIN = 'example.com/log';
const line = (name: string, bytes = 72) => signatureLine({ name, kind: KIND.cosignature, raw: Buffer.alloc(32, 1) }, Buffer.alloc(bytes, 2));
const GOOD = line('w.example/good');
const { edge } = grow(EMPTY_EDGE, [leafHash(Buffer.from('one')), leafHash(Buffer.from('two'))]);
const hashes = hashesFrom((level) => edge.levels[level]!);

const texts: Record<string, string> = {
  nothing: '',
  'what is no line': 'hello\n',
  'a line in the midst of one': GOOD.slice(0, -1),
  'an empty line first, which would make the signatures part of the text': `\n${GOOD}`,
  'a text of its own': `another\n\n${GOOD}`,
  'a line in the name of the log': line(ORIGIN),
  'a signature that is too short': line('w.example/bad', 5),
  'more lines than a witness has keys': [1, 2, 3, 4, 5].map((n) => line(`w.example/${n}`)).join(''),
  'letters that move a cursor': GOOD.replace('good', 'go\u001b[2Jod'),
};
const sizes = ['9'.repeat(15), '9223372036854775808', '-1', 'NaN', '1e3', '__proto__', ''];
const endless = (answer: ServerResponse) => {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  const more = () => {
    while (!answer.destroyed && answer.write(chunk));
  };
  answer.on('drain', more);
  more();
};

spec('witnesses that mean ill', (it, { setup, teardown }) => {
  const folder = temporaryFolder('hub-cosigning');
  const logKeys = openKeyFile(join(folder.path, 'log.json'), { make: true });
  const servers: Server[] = [];
  let note: string;
  async function serve(answer: (response: ServerResponse) => void): Promise<string> {
    const server = createServer((request, response) => {
      request.resume();
      answer(response);
    });
    servers.push(server);
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  /** What is kept of the answers, and how many faults there were. */
  async function ask(witnesses: readonly string[], timeoutMs = 20_000) {
    const [kept, faults]: [string[], unknown[]] = [[], []];
    const keep = async (_: string, cosigned: string) => void kept.push(cosigned);
    const cosigning = makeCosigning({ witnesses, checkpoint: () => ({ note, hashes }), keep, onFault: (_, error) => faults.push(error), timeoutMs });
    cosigning.tell(['acme']);
    await cosigning.settled();
    return { kept, faults: faults.length };
  }
  const answering = (status: number, body: string, headers = {}) => serve((response) => response.writeHead(status, headers).end(body));
  setup(async () => {
    const text = checkpointText({ origin: ORIGIN, size: 2, root: rootOf(hashes, 2), extensions: [] });
    note = await signCheckpoint(logKeys, (await logKeys.keys())[0]!, ORIGIN, text, 1_700_000_000);
  });
  teardown(() => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
    folder.remove();
  });

  it('what witnesses said is kept with the log while turns are written, and published with the checkpoint it was said of', async () => {
    const data = join(folder.path, 'ledger');
    const store = openLedgerStore({ folder: data, origin: 'example.com/kept' });
    const { write, events } = makeLog();
    const log = { ...following(events), head: async () => events.at(-1)?.position };
    const writer = makeWriter({ log, store, signer: logKeys, now: () => new Date(), everyMs: 1 });
    const kept: Promise<void>[] = [];
    for (let n = 0; n < 20; n++) {
      if (n > 0) kept.push(store.keepCosigned('acme', store.log('acme')!.note + GOOD));
      await writer.turn(write({ stream: 'case-00000000-0000-4000-8000-000000000001', type: 'CaseHeld', data: { reason: 'why' } }));
    }
    await Promise.all(kept);
    const { name, note: own } = store.log('acme')!;
    const published = () => readFileSync(join(publicFolder(data), name, 'checkpoint'), 'utf8');
    assert.is(published(), own); // what came late was of a checkpoint before, and replaces nothing
    await store.keepCosigned('acme', own + GOOD);
    await store.close();
    const reading = openLedgerReader(data);
    assert.equal([published(), reading.read((reader) => reader.cosigned(name))], [own + GOOD, own + GOOD]);
    await reading.close();
  });
  it('an answer that is no cosignature is not kept, and the other witnesses are', async () => {
    const good = await answering(200, GOOD);
    for (const [what, body] of Object.entries(texts)) assert.equal(await ask([await answering(200, body), good]), { kept: [note + GOOD], faults: 1 }, what);
    for (const size of sizes) assert.equal(await ask([await answering(409, `${size}\n`), good]), { kept: [note + GOOD], faults: 1 }, size);
    assert.equal(await ask([await answering(409, '1\n'), good]), { kept: [note + GOOD], faults: 1 }, 'never content');
    assert.equal(await ask([await answering(500, 'x'.repeat(100)), good]), { kept: [note + GOOD], faults: 1 });
  });
  it('one that signs in the name of another is told of, and the first that is asked counts', async () => {
    const impostor = GOOD.replace(/\S+\n$/, (base64) => `${base64.slice(0, 8)}${'B'.repeat(base64.length - 9)}\n`);
    assert.equal(await ask([await answering(200, GOOD), await answering(200, impostor)]), { kept: [note + GOOD], faults: 1 });
  });
  it('one that sends the hub elsewhere is not followed', async () => {
    let asked = 0;
    const elsewhere = await serve((response) => {
      asked++;
      response.end(GOOD);
    });
    for (const status of [301, 302, 303, 307, 308])
      for (const location of [elsewhere, 'file:///etc/passwd', '//[', ''])
        assert.equal(await ask([await answering(status, '', { location })]), { kept: [], faults: 1 }, `${status} ${location}`);
    assert.is(asked, 0);
  });
  it('one that never ends, announces a gigabyte or says nothing is cut off', async () => {
    let [opened, closed] = [0, 0];
    const cut = (answer: (response: ServerResponse) => void) =>
      serve((response) => {
        opened++;
        response.on('close', () => closed++);
        answer(response);
      });
    assert.equal(await ask([await cut(endless)]), { kept: [], faults: 1 });
    const announced = await cut((response) => response.writeHead(200, { 'content-length': String(2 ** 30) }).write(GOOD));
    const silent = await cut(() => undefined);
    assert.equal(await ask([announced, silent], 200), { kept: [], faults: 2 });
    while (closed < opened) await new Promise((resolve) => setTimeout(resolve, 5)); // the hub hung up on each
  });
  it('whatever is answered, the checkpoint says what it said, under the same signatures of the log', () => {
    const own = parseNote(note)!;
    const part = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom('\n', '\n\n', '— ', GOOD, line(ORIGIN), note));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        let lines: ReturnType<typeof cosignaturesIn> = [];
        try {
          lines = cosignaturesIn(parts.join(''), own);
        } catch (error) {
          assert.is((error as Error).message, 'answered what is no cosignature');
        }
        const cosigned = parseNote(note + lines.map((one) => one.line).join(''))!;
        assert.equal([cosigned.text, cosigned.signatures.slice(0, own.signatures.length)], [own.text, own.signatures]);
        assert.equal(cosigned.signatures.filter(({ name }) => name === ORIGIN).length, own.signatures.length);
      }),
      { numRuns: 300 },
    );
  });
});
