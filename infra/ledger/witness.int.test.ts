// The hub asks a witness over HTTP; the witness remembers on disk.
import { connect } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { consistencyProof, leafHash, rootOf } from '#projections/ledger/merkle.ts';
import { checkpointText, parseNote, verifiedBy } from '#projections/ledger/note.ts';
import { signCheckpoint, verifiersOf } from '#projections/ledger/signer.ts';
import { EMPTY_EDGE, grow, hashesFrom } from '#projections/ledger/tiles.ts';
import { cosigners, makeWitness, requestText, type Seen } from '#projections/ledger/witness.ts';
import { temporaryFolder } from '../testing/hub.ts';
import { spec } from '../testing/spec.ts';
import { makeCosigning } from './cosigning.ts';
import { openKeyFile } from './key-file.ts';
import { fileMemory, serveWitness } from './witness-server.ts';

const ORIGIN = 'example.com/log';
const treeOf = (texts: readonly string[]) => {
  const { edge } = grow(
    EMPTY_EDGE,
    texts.map((text) => leafHash(Buffer.from(text))),
  );
  return hashesFrom((level) => edge.levels[level]!);
};
const history = Array.from({ length: 200 }, (_, i) => `event ${i}`);
const other = history.map((text, i) => (i === 3 ? 'another' : text));

spec('a witness', (it, { setup, teardown }) => {
  const folder = temporaryFolder('hub-witness');
  const logKeys = openKeyFile(join(folder.path, 'log.json'), { make: true });
  const witnessKeys = openKeyFile(join(folder.path, 'witness.json'), { make: true });
  const faults: unknown[] = [];
  const servers: { close(): unknown; closeAllConnections(): void }[] = [];
  let known: ReturnType<typeof verifiersOf>;
  let address: string;
  async function start(timeoutMs?: number): Promise<string> {
    const memory = fileMemory(join(folder.path, 'seen'));
    const { server, listen } = serveWitness(makeWitness({ name: 'w.example/1', logs: known, memory, signer: witnessKeys, now: () => new Date() }), {
      onFault: (error) => faults.push(error),
      ...(timeoutMs && { timeoutMs }),
    });
    servers.push(server);
    return `http://127.0.0.1:${await listen(0)}`;
  }
  const note = async (texts: readonly string[], size: number, origin = ORIGIN, signer = logKeys) =>
    signCheckpoint(
      signer,
      (await signer.keys())[0]!,
      origin,
      checkpointText({ origin, size, root: rootOf(treeOf(texts), size), extensions: ['streams x'] }),
      1_700_000_000,
    );
  const add = async (
    old: number,
    texts: readonly string[],
    size: number,
    of: { origin?: string; signer?: typeof logKeys; proofOf?: readonly string[] } = {},
  ) => {
    const proof = old <= size ? consistencyProof(treeOf(of.proofOf ?? texts), old, size) : [];
    const answer = await fetch(`${address}/add-checkpoint`, { method: 'POST', body: requestText(old, proof, await note(texts, size, of.origin, of.signer)) });
    return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() };
  };
  setup(async () => {
    known = verifiersOf(ORIGIN, (await logKeys.keys())[0]!);
    address = await start();
  });
  teardown(() => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
    folder.remove();
  });

  it('cosigns what goes on from what it saw, with both of its keys', async () => {
    const first = await add(0, history, 10);
    assert.is(first.status, 200, first.body);
    const cosigned = parseNote((await note(history, 10)) + first.body)!;
    const own = cosigners('w.example/1', (await witnessKeys.keys())[0]!);
    assert.equal(
      own.map((key) => verifiedBy(cosigned, key).length),
      [1, 1],
    );
    assert.is((await add(10, history, 50)).status, 200);
    assert.is((await add(50, history, 50)).status, 200);
  });
  it('refuses a fork, a rollback, and a proof of another history, also after a restart', async () => {
    for (const round of ['running', 'restarted']) {
      assert.is((await add(50, other, 60)).status, 422, round);
      assert.is((await add(50, other, 60, { proofOf: history })).status, 422, round);
      assert.is((await add(50, other, 50)).status, 409, round);
      const behind = await add(0, history, 20);
      assert.equal([behind.status, behind.type, behind.body], [409, 'text/x.tlog.size', '50\n'], round);
      assert.is((await add(60, history, 50)).status, 400, round);
      address = await start();
    }
  });
  it('knows only its logs and their keys, and answers nonsense with 400', async () => {
    assert.is((await add(0, history, 5, { origin: 'example.com/unknown' })).status, 404);
    assert.is((await add(50, history, 60, { signer: witnessKeys })).status, 403);
    for (const body of ['', 'old\n\n', 'old 01\n\nx', 'old 5\nAAAA\n\nx', `old 5\n\n${'x'.repeat(1000)}`, '\n\n\n'])
      assert.is((await fetch(`${address}/add-checkpoint`, { method: 'POST', body })).status, 400);
    assert.is((await fetch(`${address}/add-checkpoint`, { method: 'POST', body: 'x'.repeat(300_000) })).status, 413);
    assert.is((await fetch(`${address}/checkpoint`)).status, 404);
  });
  it('two requests at once for one log are judged one after the other', async () => {
    const answers = await Promise.all([add(50, history, 70), add(50, other, 80), add(50, history, 90)]);
    assert.is(answers.filter(({ status }) => status === 200).length, 1);
    assert.ok(answers.every(({ status }) => [200, 409, 422].includes(status)));
  });
  it('hangs up on who never ends, announces a gigabyte and sends nothing, or speaks something else, and answers others meanwhile', async () => {
    const slow = await start(1500);
    const port = Number(new URL(slow).port);
    const post = 'POST /add-checkpoint HTTP/1.1\r\nhost: w\r\n';
    const beginnings = [
      `${post}transfer-encoding: chunked\r\n\r\n`,
      `${post}content-length: ${2 ** 30}\r\n\r\nold 0`,
      post,
      '\u0016\u0003\u0001 not HTTP',
      `GET ${'/'.repeat(90_000)}`,
    ];
    const closed = beginnings.map(
      (beginning, i) =>
        new Promise<number>((resolve) => {
          const socket = connect(port, '127.0.0.1', () => socket.write(beginning));
          const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
          const more = () => {
            while (i === 0 && !socket.destroyed && socket.write(chunk));
          };
          socket.on('drain', more).on('error', () => undefined);
          socket.on('close', () => resolve(socket.bytesRead));
          socket.resume();
        }),
    );
    assert.is((await fetch(`${slow}/add-checkpoint`, { method: 'POST', body: 'x' })).status, 400);
    assert.is((await Promise.all(closed)).length, beginnings.length); // each ends, or the test would not
    assert.is((await fetch(`${slow}/add-checkpoint`, { method: 'POST', body: 'x' })).status, 400);
    assert.equal(faults.splice(0), []);
  });
  it('whatever is asked, it answers, and remembers and signs nothing but what the log signed', async () => {
    const seen = new Map<string, Seen>();
    const memory = { get: async (origin: string) => seen.get(origin), put: async (origin: string, now: Seen) => void seen.set(origin, now) };
    const judge = makeWitness({ name: 'w.example/1', logs: known, memory, signer: witnessKeys, now: () => new Date() });
    assert.is((await judge.add(requestText(0, [], await note(history, 10)))).status, 200);
    const sound = requestText(10, consistencyProof(treeOf(history), 10, 90), await note(history, 90));
    const signed = sound.slice(sound.indexOf('\n\n') + 2, sound.lastIndexOf('\n\n'));
    const sizes = fc.constantFrom('9223372036854775808', '-1', 'NaN', '1e3', '010', '999999999999999', '0', '90', '__proto__');
    const huge = fc.constantFrom(`${Buffer.alloc(32).toString('base64')}\n`.repeat(3000), '\n'.repeat(5000), 'A'.repeat(100_000), `\n${sound}`, '— x AAAA\n');
    const cut = fc.tuple(fc.nat(sound.length), fc.nat(60), fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), huge, sizes));
    const lies = fc.oneof(
      cut.map(([at, length, instead]) => sound.slice(0, at) + instead + sound.slice(at + length)),
      fc.tuple(sizes, sizes).map(([old, size]) => sound.replace('old 10', `old ${old}`).replace('\n90\n', `\n${size}\n`)),
      huge.map((proof) => sound.replace('\n', `\n${proof}`)),
    );
    await fc.assert(
      fc.asyncProperty(lies, async (request) => {
        const before = seen.get(ORIGIN)!;
        const { status, body } = await judge.add(request);
        assert.ok([200, 400, 403, 404, 409, 422].includes(status) && body.length < 10_000);
        if (status === 200) assert.ok(request.slice(request.indexOf('\n\n') + 2).startsWith(`${signed}\n\n`), request);
        else assert.is(seen.get(ORIGIN), before);
        seen.set(ORIGIN, before);
      }),
      { numRuns: 300 },
    );
    assert.equal([...seen.keys()], [ORIGIN]);
  });
  it('the hub finds out what the witness saw last, and keeps its lines with the checkpoint', async () => {
    const kept: string[] = [];
    const [current, hashes] = [await note(history, 200), treeOf(history)];
    const cosigning = makeCosigning({
      witnesses: [address, 'http://127.0.0.1:1'],
      checkpoint: () => ({ note: current, hashes }),
      keep: async (_, cosigned) => void kept.push(cosigned),
      onFault: (_, error) => faults.push(error),
    });
    cosigning.tell(['acme']);
    await cosigning.settled();
    const own = cosigners('w.example/1', (await witnessKeys.keys())[0]!);
    assert.equal(
      own.map((key) => verifiedBy(parseNote(kept[0]!)!, key).length),
      [1, 1],
    );
    assert.is(faults.length, 1); // nobody listens at the second address
  });
});
