import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { checkpointText, KIND, parseCheckpoint, parseNote, parseVkey, rawOf, verifiedBy, type Verifier, vkey } from './note.ts';
import { type PublicKeys, signCheckpoint, type Signer, verifiersOf } from './signer.ts';

const ed25519 = generateKeyPairSync('ed25519');
const mldsa = generateKeyPairSync('ml-dsa-44');
const keys: PublicKeys = { id: 'one', since: '', ed25519: rawOf(ed25519.publicKey), mldsa: rawOf(mldsa.publicKey) };
const signer: Signer = {
  keys: async () => [keys],
  sign: async (_, algorithm, message) => sign(null, message, (algorithm === 'ed25519' ? ed25519 : mldsa).privateKey),
};
const text = checkpointText({ origin: 'example.com/log', size: 7, root: Buffer.alloc(32, 3), extensions: ['streams AAAA'] });

spec('signed notes', (it) => {
  it('a checkpoint carries both signatures, and each is found by its own key alone', async () => {
    const note = parseNote(await signCheckpoint(signer, keys, 'example.com/log', text, 1_700_000_000))!;
    const verifiers = verifiersOf('example.com/log', keys);
    assert.equal(
      verifiers.map((verifier) => verifiedBy(note, verifier).length),
      [1, 1],
    );
    const others: Verifier[] = verifiers.map((verifier) => ({ ...verifier, name: 'example.com/other' }));
    assert.equal(
      others.map((verifier) => verifiedBy(note, verifier).length),
      [0, 0],
    );
    const rewritten = { ...note, text: note.text.replace('\n7\n', '\n8\n') };
    assert.equal(
      verifiers.map((verifier) => verifiedBy(rewritten, verifier).length),
      [0, 0],
    );
  });
  it('reads the checkpoint of the specification', () => {
    const example =
      'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n';
    const note = parseNote(example)!;
    assert.equal([parseCheckpoint(note.text)?.size, note.signatures[0]?.id], [20_852_163, '033de0ae']);
  });
  it('a verifier key says which key it is, and a changed one is none', () => {
    for (const verifier of verifiersOf('example.com/log', keys)) {
      const written = vkey(verifier);
      assert.equal(parseVkey(written), verifier);
      assert.is(parseVkey(written.replace('example', 'exbmple')), undefined);
    }
    assert.is(
      vkey({ name: 'PeterNeumann', kind: KIND.ed25519, raw: Buffer.from('ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', 'base64').subarray(1) }).slice(13, 21),
      'c74f20a3',
    );
  });
  it('whatever is no note is none, and nothing it is given makes it throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (anything) => {
        assert.is(parseNote(anything), undefined);
        parseCheckpoint(anything);
        parseVkey(anything);
      }),
      { numRuns: 200 },
    );
  });
});
