#!/usr/bin/env node
// Verifies an evidence pack of a Synchron Hub: offline, with Node 20 or newer alone. It shares no code with the hub, so that a mistake
// there is not a mistake here. Read it before you trust it; it is meant to be read.
import { constants, createHash, createPublicKey, verify, X509Certificate } from 'node:crypto';
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { inflateRawSync } from 'node:zlib';

const HELP = `node synchron-verify.mjs PACK [--key KEY …] [--since CHECKPOINT] [--keep FILE] [--witness KEY …] [--tsa FILE …] [--json]
  PACK        an evidence pack, .tar.gz
  --key       the log's verifier key (NAME+ID+BASE64), learnt elsewhere than from the pack; also an older one of it, or one of the hub's log
  --since     a file with a checkpoint of this log from an earlier visit: shows that nothing before it was rewritten
  --keep      writes the pack's checkpoint there when it is sound: give it to --since next time
  --witness   a witness's key whose cosignature the checkpoint must carry
  --tsa       a file with certificates (PEM): of a time stamping authority, or of who issued its own; the pack must have a timestamp that leads there
  Exit code 0: sound. 1: not sound; the first bad leaf is named. 2: not readable as a pack. 3: the log does not go on from --since.`;
const FORMAT = 'synchron-evidence/1';
const ROTATION = 'synchron-hub/ledger-key/v1';
/** Evidence hardly compresses, being hashes and ciphertext: what unfolds to a hundred times its size is no pack. */
const mostBytes = (packed) => Math.min(4 * 2 ** 30 - 1, 2 ** 24 + 100 * packed);

/** `code` is the exit code. */
class Fault extends Error {
  constructor(message, code = 1) {
    super(message);
    this.code = code;
  }
}
const check = (holds, message, code) => {
  if (!holds) throw new Fault(message, code);
};

// --- hashes -------------------------------------------------------------------------------------------------------------------------
const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const [ZERO, ONE, TWO] = [Buffer.of(0), Buffer.of(1), Buffer.of(2)];
const leafHash = (entry) => sha256(ZERO, entry);
const nodeHash = (left, right) => sha256(ONE, left, right);
const u64 = (n) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(n));
  return bytes;
};

/** RFC 9162 2.1.3.2: the root that follows from a leaf and its proof. */
function rootFromInclusion(hash, index, size, proof) {
  if (index >= size) return undefined;
  let [fn, sn, r] = [index, size - 1, hash];
  for (const p of proof) {
    if (sn === 0) return undefined;
    if (fn % 2 === 1 || fn === sn) {
      r = nodeHash(p, r);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else r = nodeHash(r, p);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 ? r : undefined;
}

/** Exactly, since a logarithm is rounded: that of 2^49 + 1 is 49. */
const isPower = (n) => 2 ** Math.round(Math.log2(n)) === n;
/** RFC 9162 2.1.4.2. */
function isConsistent(first, firstRoot, second, secondRoot, proof) {
  if (first === second) return proof.length === 0 && firstRoot.equals(secondRoot);
  if (first === 0) return proof.length === 0 && firstRoot.equals(sha256(''));
  if (first > second || proof.length === 0) return false;
  const path = isPower(first) ? [firstRoot, ...proof] : proof;
  let [fn, sn] = [first - 1, second - 1];
  while (fn % 2 === 1) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  let [fr, sr] = [path[0], path[0]];
  for (const c of path.slice(1)) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [fr, sr] = [nodeHash(c, fr), nodeHash(c, sr)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else sr = nodeHash(sr, c);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && fr.equals(firstRoot) && sr.equals(secondRoot);
}

// --- what is read ---------------------------------------------------------------------------------------------------------------------
/** RFC 8785. JavaScript writes numbers and strings as it asks for. */
function canonical(value, depth = 0) {
  check(depth < 200, 'something is nested too deep to be evidence');
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one, depth + 1)).join(',')}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name], depth + 1)}`).join(',')}}`;
}
const strict64 = (text, what) => {
  const bytes = Buffer.from(String(text), 'base64');
  check(typeof text === 'string' && bytes.toString('base64') === text, `${what} is not base64`);
  return bytes;
};
const hashesOf = (list, what) => {
  check(Array.isArray(list) && list.length <= 300, `${what} has no proof`);
  return list.map((one) => {
    const bytes = strict64(one, what);
    check(bytes.length === 32, `${what} has a proof that is none`);
    return bytes;
  });
};
const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
function json(bytes, what) {
  const text = bytes.toString('utf8');
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Fault(`${what} is not JSON`);
  }
  check(`${canonical(value)}\n` === text && typeof value === 'object' && value !== null, `${what} is not in its canonical form`);
  return value;
}
function* lines(bytes, what) {
  let at = 0;
  for (let number = 1; at < bytes.length; number++) {
    const end = bytes.indexOf(10, at);
    check(end >= 0, `${what} ends in the middle of a line`);
    yield [json(bytes.subarray(at, end + 1), `${what}, line ${number}`), number];
    at = end + 1;
  }
}

const CRC = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
function crc32(bytes) {
  let c = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) c = CRC[(c ^ bytes[i]) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}
function unzip(bytes) {
  check(bytes.length > 18 && bytes.subarray(0, 10).equals(Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255)), 'this is not an evidence pack', 2);
  let unpacked;
  try {
    unpacked = inflateRawSync(bytes.subarray(10), { info: true, maxOutputLength: mostBytes(bytes.length) });
  } catch (error) {
    throw new Fault(`the archive is damaged or cut off (${error.code ?? error.message})`, 2);
  }
  const { buffer, engine } = unpacked;
  const end = bytes.subarray(10 + engine.bytesWritten);
  check(end.length === 8, 'the archive is cut off, or something follows it', 2);
  check(end.readUInt32LE(4) === buffer.length % 2 ** 32 && end.readUInt32LE(0) === crc32(buffer), 'the archive is damaged', 2);
  return buffer;
}

const octal = (n, width) => `${n.toString(8).padStart(width - 1, '0')}\0`;
function tarHeader(path, size) {
  const header = Buffer.alloc(512);
  header.write(path);
  header.write(octal(0o644, 8) + octal(0, 8) + octal(0, 8) + octal(size, 12) + octal(0, 12), 100, 'latin1');
  header.write('        0', 148, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  header.write(
    octal(
      header.reduce((sum, byte) => sum + byte, 0),
      7,
    ),
    148,
    'latin1',
  );
  return header;
}
/** Path → bytes, in order. A header that could be otherwise is refused. */
function untar(bytes) {
  const files = new Map();
  let at = 0;
  for (;;) {
    const header = bytes.subarray(at, at + 512);
    check(header.length === 512, 'the archive has no end', 2);
    if (header.every((byte) => byte === 0)) break;
    const path = header.subarray(0, 100).toString('utf8').replace(/\0.*$/s, '');
    const size = Number.parseInt(header.subarray(124, 135).toString('latin1'), 8);
    check(/^\w[\w.-]*(\/\w[\w.-]*)?$/.test(path) && isCount(size) && header.equals(tarHeader(path, size)), `the archive has a strange entry at byte ${at}`, 2);
    check(!files.has(path), `${path} is in the archive twice`);
    const padded = Math.ceil(size / 512) * 512;
    const content = bytes.subarray(at + 512, at + 512 + size);
    check(content.length === size && bytes.subarray(at + 512 + size, at + 512 + padded).every((byte) => byte === 0), `${path} is cut off`, 2);
    files.set(path, content);
    at += 512 + padded;
  }
  check(bytes.length === at + 1024 && bytes.subarray(at).every((byte) => byte === 0), 'something follows the end of the archive', 2);
  return files;
}

// --- signatures -----------------------------------------------------------------------------------------------------------------------
const KIND = { ed25519: 1, cosignature: 4, mldsa: 6 };
const SPKI = { 32: '302a300506032b6570032100', 1312: '30820532300b06096086480165030403110382052100' };
const keyId = ({ name, kind, raw }) => sha256(`${name}\n`, Buffer.of(kind), raw).subarray(0, 4).toString('hex');
function parseKey(text) {
  const [, name, id, key] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(String(text).trim()) ?? [];
  check(key !== undefined, `"${String(text).slice(0, 40)}" is not a verifier key`, 2);
  const bytes = Buffer.from(key, 'base64');
  const verifier = { name, kind: bytes[0], raw: bytes.subarray(1) };
  const fits = { 1: 32, 4: 32, 6: 1312 }[bytes[0]] === bytes.length - 1;
  check(fits && keyId(verifier) === id, `"${name}" is not a verifier key`, 2);
  return verifier;
}
/** Undefined where this Node is too old for the algorithm. */
function publicKey({ raw }) {
  try {
    return createPublicKey({ key: Buffer.concat([Buffer.from(SPKI[raw.length], 'hex'), raw]), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

function parseNote(bytes, what) {
  const note = bytes.toString('utf8');
  const end = note.lastIndexOf('\n\n');
  check(end > 0 && note.endsWith('\n') && Buffer.from(note).equals(bytes), `${what} is not a signed note`);
  const signatures = note
    .slice(end + 2, -1)
    .split('\n')
    .map((line) => {
      const [, name, base64] = /^— (\S+) ([A-Za-z0-9+/]+=*)$/.exec(line) ?? [];
      const signature = strict64(base64 ?? '', `a signature of ${what}`);
      check(name !== undefined && signature.length > 4, `${what} has a line that is no signature`);
      return { name, id: signature.subarray(0, 4).toString('hex'), bytes: signature.subarray(4) };
    });
  check(signatures.length <= 64, `${what} has too many signatures`);
  return { text: note.slice(0, end + 1), signatures };
}
function parseCheckpoint(text, what) {
  const [origin, size, root, ...rest] = text.split('\n');
  check(origin && /^(0|[1-9]\d{0,14})$/.test(size ?? '') && rest.pop() === '', `${what} is not a checkpoint`);
  const bytes = strict64(root ?? '', what);
  check(bytes.length === 32, `${what} is not a checkpoint`);
  const streams = rest.find((line) => line.startsWith('streams '))?.slice(8);
  return { origin, size: Number(size), root: bytes, streams: streams === undefined ? undefined : strict64(streams, what) };
}
const short = (text) => Buffer.concat([Buffer.of(Buffer.byteLength(text)), Buffer.from(text)]);
function signedBytes({ name, kind }, text, time) {
  if (kind === KIND.ed25519) return Buffer.from(text);
  if (kind === KIND.cosignature) return Buffer.from(`cosignature/v1\ntime ${time}\n${text}`);
  const { origin, size, root } = parseCheckpoint(text, 'what was cosigned');
  return Buffer.concat([Buffer.from('subtree/v1\n\0'), short(name), u64(time), short(origin), u64(0), u64(size), root]);
}
/** 'signed', 'absent', or 'unknown' where this Node cannot tell. A line under the key's name that does not hold is a fault. */
function signatureOf(note, verifier, what) {
  const line = note.signatures.find(({ name, id }) => name === verifier.name && id === keyId(verifier));
  if (!line) return 'absent';
  const key = publicKey(verifier);
  if (!key) return 'unknown';
  const timed = verifier.kind !== KIND.ed25519;
  check(line.bytes.length === (timed ? 8 : 0) + (verifier.kind === KIND.mldsa ? 2420 : 64), `a signature of ${what} has the wrong length`);
  const time = timed ? line.bytes.readBigUInt64BE(0) : 0n;
  check(verify(null, signedBytes(verifier, note.text, time), key, line.bytes.subarray(timed ? 8 : 0)), `a signature of ${what} does not hold`);
  return 'signed';
}

/** The raw key counts: it signs under the name of each of its logs. */
const sameKey = (a, b) => a.kind === b.kind && a.raw.equals(b.raw);
const sameKeys = (some, others) => some.length === others.length && some.every((key) => others.some((other) => sameKey(key, other)));
/** One Ed25519 key and at most one of ML-DSA: nothing of which a part could be somebody else's. */
function generation(texts, what) {
  check(Array.isArray(texts), `${what} names no keys`);
  const keys = texts.map(parseKey);
  const count = (kind) => keys.filter((key) => key.kind === kind).length;
  check(count(KIND.ed25519) === 1 && count(KIND.mldsa) <= 1 && count(KIND.cosignature) === 0, `${what} does not name one key of a kind`);
  return keys;
}
/** From the first key over each rotation to the newest; answers all of them, oldest first. */
function keyChain(keys, hubCheckpoint) {
  check(Array.isArray(keys.rotations), 'keys.json does not say how the keys follow each other');
  let current = generation(keys.first, 'keys.json');
  const chain = [current];
  for (const [i, change] of keys.rotations.entries()) {
    const what = `key change ${i + 1}`;
    const { statement, index, proof } = change ?? {};
    check(typeof statement === 'string' && isCount(index), `${what} is not a statement`);
    const note = parseNote(Buffer.from(statement), what);
    const [head, origin, ...vkeys] = note.text.trimEnd().split('\n');
    check(head === ROTATION && origin === hubCheckpoint.origin, `${what} is not a statement of this hub`);
    const next = generation(vkeys, what);
    for (const [who, by] of [
      ['the key before', current],
      ['the new key', next],
    ])
      check(
        by.some((key) => key.kind === KIND.ed25519 && signatureOf(note, key, what) === 'signed'),
        `${what} is not signed by ${who}`,
      );
    const root = rootFromInclusion(leafHash(Buffer.from(statement)), index, hubCheckpoint.size, hashesOf(proof, what));
    check(root?.equals(hubCheckpoint.root), `${what} is not in the hub's log`);
    chain.push(next);
    current = next;
  }
  return chain;
}

// --- timestamps -----------------------------------------------------------------------------------------------------------------------
// RFC 3161 tokens: the imprint is of the checkpoint, the signature is by the certificate that the token names (RFC 5816), which is made for
// timestamps and was valid then. Revocation is not looked at: that needs a network.
const HASHES = { '608648016503040201': 'sha256', '608648016503040202': 'sha384', '608648016503040203': 'sha512' };
const SIGNED_WITH = {
  ...{ '2a864886f70d010101': '', '2a864886f70d01010a': 'pss', '2a864886f70d01010b': 'sha256', '2a864886f70d01010c': 'sha384', '2a864886f70d01010d': 'sha512' },
  ...{ '2a8648ce3d040302': 'sha256', '2a8648ce3d040303': 'sha384', '2a8648ce3d040304': 'sha512', '2b6570': null },
};
const [CONTENT_TYPE, DIGEST, CERTIFICATE_V1, CERTIFICATE] = ['03', '04', '10020c', '10022f'].map((end) => `2a864886f70d0109${end}`);
const [SIGNED_DATA, TST_INFO] = ['2a864886f70d010702', '2a864886f70d0109100104'];
const FOR_TIMESTAMPS = '1.3.6.1.5.5.7.3.8';

/** The values in a sequence: tag, body, and all of it. Definite lengths and low tags, which is all a token has. */
function values(body) {
  const list = [];
  for (let at = 0; at < body.length; ) {
    const [tag, first] = [body[at], body[at + 1]];
    const more = first < 128 ? 0 : first - 128;
    const start = at + 2 + more;
    check(first !== undefined && (tag & 31) !== 31 && more <= 4 && first !== 128 && start <= body.length, 'a timestamp is not in order');
    const end = start + (more === 0 ? first : body.readUIntBE(at + 2, more));
    check(end <= body.length, 'a timestamp is cut off');
    list.push({ tag, body: body.subarray(start, end), raw: body.subarray(at, end) });
    at = end;
  }
  return list;
}
/** What stands in `value`, whose tag must be this. */
function inside(value, tag = 0x30) {
  check(value?.tag === tag, 'a timestamp is not in order');
  return values(value.body);
}
const hexOf = (value, tag = 0x06) => (check(value?.tag === tag, 'a timestamp is not in order'), value.body.toString('hex'));
const hashNamed = (value) => {
  const name = HASHES[hexOf(inside(value)[0])];
  check(name, 'a timestamp uses a digest that is not SHA-2');
  return name;
};
const digestOf = (name, bytes) => createHash(name).update(bytes).digest();

function tstInfo(bytes) {
  const [version, , imprint, , time, ...more] = inside(values(bytes)[0]);
  const [hashed, digest] = inside(imprint);
  const [, year, month, day, hour, minute, second, part = ''] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/.exec(time?.body.toString('latin1') ?? '') ?? [];
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${part.slice(0, 4)}Z`);
  check(hexOf(version, 0x02) === '01' && time.tag === 0x18 && !Number.isNaN(at.getTime()), 'a timestamp does not say when');
  const nonce = more.find(({ tag }) => tag === 0x02);
  return { hash: hashNamed(hashed), digest: hexOf(digest, 0x04), at, nonce: nonce?.body.toString('hex') };
}

/** The one certificate that the signer names by its digest, among those that the token brings and those that are given. */
function signerOf(attributes, certificates) {
  const [v1, v2] = [attributes.get(CERTIFICATE_V1), attributes.get(CERTIFICATE)];
  check(v1 || v2, 'a timestamp does not name its certificate');
  const named = inside(inside(inside(v2 ?? v1)[0])[0]);
  const name = !v2 ? 'sha1' : named[0].tag === 0x30 ? hashNamed(named[0]) : 'sha256';
  const digest = hexOf(named[0].tag === 0x30 ? named[1] : named[0], 0x04);
  const signer = certificates.find(({ raw }) => digestOf(name, raw).toString('hex') === digest);
  check(signer, 'a timestamp comes without its certificate; give it with --tsa');
  return signer;
}

function signatureHolds(key, { bytes, digest, algorithm, signature }) {
  const name = SIGNED_WITH[algorithm];
  check(name !== undefined, 'a timestamp is signed in a way this verifier does not know');
  check(!(key.asymmetricKeyDetails?.modulusLength < 2048), 'a timestamp is signed by a key that is too short');
  const pss = name === 'pss' && { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
  return verify(name === null ? null : name === '' || pss ? digest : name, bytes, { key, ...pss }, signature);
}

const isValidAt = ({ validFrom, validTo }, at) => new Date(validFrom) <= at && at <= new Date(validTo);
/** Whether `certificate` is one of the given ones, or was issued by one, over at most four others. */
function leadsTo(given, certificate, others, at, depth = 0) {
  if (given.some(({ raw }) => raw.equals(certificate.raw))) return true;
  const issued = (issuer) => issuer.ca && isValidAt(issuer, at) && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  return depth < 4 && [...given, ...others].some((issuer) => issued(issuer) && leadsTo(given, issuer, others, at, depth + 1));
}
const pemIn = (text) => (String(text).match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map((pem) => new X509Certificate(pem));

function readToken(token, text, trusted) {
  const [contentType, content] = inside(values(token)[0]);
  check(values(token).length === 1 && hexOf(contentType) === SIGNED_DATA, 'a timestamp is not signed data');
  const [, , encapsulated, ...rest] = inside(inside(content, 0xa0)[0]);
  const [innerType, inner] = inside(encapsulated);
  const info = inside(inner, 0xa0)[0];
  check(hexOf(innerType) === TST_INFO && info.tag === 0x04, 'a timestamp holds something else');
  const infos = inside(
    rest.find(({ tag }) => tag === 0x31),
    0x31,
  );
  check(infos.length === 1, 'a timestamp is signed by several');
  const [, , digestName, signed, algorithm, signature] = inside(infos[0]);
  const attributes = new Map();
  for (const attribute of inside(signed, 0xa0)) {
    const [name, all] = inside(attribute);
    check(!attributes.has(hexOf(name)) && inside(all, 0x31).length === 1, 'a timestamp says something twice');
    attributes.set(hexOf(name), inside(all, 0x31)[0]);
  }
  const digest = hashNamed(digestName);
  const isSigned = attributes.get(CONTENT_TYPE)?.body.toString('hex') === TST_INFO && attributes.get(DIGEST)?.body.equals(digestOf(digest, info.body));
  check(isSigned, 'a timestamp does not sign what it holds');
  const { hash, digest: imprint, at, nonce } = tstInfo(info.body);
  check(digestOf(hash, text).toString('hex') === imprint, 'a timestamp is of something else');

  const given = trusted.flatMap(pemIn);
  // Five at most: each could have issued each other, and following them is a matter of every way there is.
  const own = rest.flatMap(({ tag, body }) => (tag === 0xa0 ? values(body).filter((one) => one.tag === 0x30) : [])).slice(0, 5);
  const certificates = [...given, ...own.map(({ raw }) => new X509Certificate(raw))];
  const signer = signerOf(attributes, certificates);
  check(signer.keyUsage?.length === 1 && signer.keyUsage[0] === FOR_TIMESTAMPS, 'a timestamp is signed by a certificate that is not made for it');
  check(isValidAt(signer, at), 'a timestamp is of a time when its certificate was not valid');
  const bytes = Buffer.concat([Buffer.of(0x31), signed.raw.subarray(1)]);
  const what = { bytes, digest, algorithm: hexOf(inside(algorithm)[0]), signature: Buffer.from(hexOf(signature, 0x04), 'hex') };
  check(signatureHolds(signer.publicKey, what), 'the signature of a timestamp does not hold');
  return { at, by: signer.subject.replaceAll('\n', ', '), pinned: leadsTo(given, signer, certificates, at), nonce };
}

/** What an RFC 3161 token says of `text`: when, by whom, whether that leads to a given certificate (PEM), and its nonce. Throws Fault. */
export function checkToken(token, text, trusted = []) {
  try {
    return readToken(token, text, trusted);
  } catch (error) {
    throw error instanceof Fault ? error : new Fault(`a timestamp cannot be read: ${error.message}`);
  }
}

// --- the pack -------------------------------------------------------------------------------------------------------------------------
function checkManifest(files) {
  const manifest = json(files.get('manifest.json') ?? Buffer.alloc(0), 'manifest.json');
  check(
    manifest.format === FORMAT && Array.isArray(manifest.files) && typeof manifest.scope === 'object' && manifest.scope !== null,
    `this is not a pack of the format ${FORMAT}`,
  );
  const listed = manifest.files.map((file) => file?.path);
  const there = [...files.keys()];
  const expected = [...listed, 'manifest.json', 'manifest.sig'];
  for (const [i, path] of expected.entries()) check(there[i] === path, files.has(path) ? `${path} is not where the manifest has it` : `${path} is missing`);
  check(there.length === expected.length, `${there[expected.length]} is not in the manifest`);
  return manifest;
}

/** After the leaves, so that a changed event is named by its leaf and not only by its file. */
function checkFiles(manifest, files) {
  for (const { path, bytes, sha256: digest } of manifest.files) {
    const content = files.get(path);
    check(content.length === bytes && sha256(content).toString('hex') === digest, `${path} is not the file of the manifest`);
  }
}

const EVENTS = /^(events|disclosures|receipts)\/\d{6}\.jsonl$/;
const nameOf = (line) => {
  const { stream, revision, type } = line?.event ?? {};
  return `leaf ${line?.index}: ${type} at revision ${revision} of ${stream}`;
};

function checkLeaf(line, where, { size, root, tenant }) {
  const { event, index, proof } = line;
  const { data, meta, ...about } = event ?? {};
  const isEvent = typeof data === 'object' && typeof meta === 'object' && typeof about.stream === 'string' && isCount(about.revision);
  check(isEvent && isCount(index), `${where} holds no event`);
  check(event.tenant === tenant, `${nameOf(line)} is of another tenant`);
  const digest = (value) => sha256(canonical(value)).toString('hex');
  const leaf = leafHash(sha256(canonical({ ...about, v: 1, data: digest(data), meta: digest(meta) })));
  check(rootFromInclusion(leaf, index, size, hashesOf(proof, nameOf(line)))?.equals(root), `${nameOf(line)} is not what was logged there`);
  return leaf;
}

const isPeriod = ({ scope }) => !('case' in scope || 'patient' in scope);
/** In a period by leaf; else stream by stream, each by revision. */
function follows(before, line, period) {
  if (!before) return true;
  if (period) return before.index < line.index;
  const [a, b] = [before.event, line.event];
  return a.stream < b.stream || (a.stream === b.stream && a.revision < b.revision);
}

/** Every event against the root, in order, and every stream's revisions without a gap. Answers what the streams came to. */
function checkEvents(manifest, files, log) {
  const [streams, seen, last, certificates] = [new Map(), new Set(), new Map(), []];
  for (const [path, bytes] of files) {
    const kind = EVENTS.exec(path)?.[1];
    if (!kind) continue;
    for (const [line, number] of lines(bytes, path)) {
      const leaf = checkLeaf(line, `${path}, line ${number}`, log);
      const { event, index } = line;
      if (event.type === 'ErasureCompleted') certificates.push({ person: String(event.data.patientId), index, at: String(event.recordedAt) });
      check(!seen.has(index), `${nameOf(line)} is there twice`);
      check(follows(last.get(kind), line, isPeriod(manifest)), `${nameOf(line)} stands in another order`);
      last.set(kind, line);
      seen.add(index);
      const before = streams.get(event.stream) ?? { kind, next: 0, hash: Buffer.alloc(32) };
      const gap = before.gap ?? (event.revision === before.next ? undefined : nameOf(line));
      streams.set(event.stream, { kind, next: before.next + 1, hash: sha256(TWO, before.hash, leaf), gap });
    }
  }
  check(seen.size === manifest.events, `the manifest counts ${manifest.events} events, and there are ${seen.size}`);
  return { streams, seen, certificates };
}

const bit = (key, depth) => (key[depth >> 3] >> (7 - (depth & 7))) & 1;
/** Each stream of the pack whole: from 0 to its last revision at this checkpoint. */
function checkStreams(manifest, files, { streams }, checkpoint) {
  const whole = new Set();
  for (const [end] of lines(files.get('streams.jsonl') ?? Buffer.alloc(0), 'streams.jsonl')) {
    const { stream, last, hash } = end;
    check(typeof stream === 'string' && isCount(last), 'streams.jsonl holds no stream');
    const what = `stream ${stream}`;
    const [key, siblings] = [sha256(stream), hashesOf(end.proof, what)];
    check(siblings.length <= 256 && checkpoint.streams, `${what} has a proof that is none`);
    let node = sha256(ZERO, key, u64(last), strict64(hash, what));
    for (let depth = siblings.length - 1; depth >= 0; depth--) node = bit(key, depth) ? nodeHash(siblings[depth], node) : nodeHash(node, siblings[depth]);
    check(node.equals(checkpoint.streams), `${what} does not end at revision ${last} at this checkpoint`);
    const found = streams.get(stream);
    check(found !== undefined, `${what} is missing`);
    check(found.gap === undefined, `${what} has a gap before ${found.gap}`);
    check(found.next === last + 1, `${what} ends at revision ${found.next - 1} instead of ${last}`);
    check(found.hash.toString('base64') === hash, `${what} does not have the events that were logged`);
    check(!whole.has(stream), `${what} is listed twice`);
    whole.add(stream);
  }
  check(whole.size === manifest.streams, `the manifest counts ${manifest.streams} streams, and there are ${whole.size}`);
  const loose = isPeriod(manifest) ? undefined : [...streams].find(([name, { kind }]) => kind !== 'disclosures' && !whole.has(name));
  check(!loose, `stream ${loose?.[0]} is not shown to be whole`);
  for (const kind of ['case', 'patient']) {
    const named = `${manifest.tenant}.${kind}-${manifest.scope[kind]}`;
    check(!(kind in manifest.scope) || whole.has(named), `the pack is of ${kind} ${manifest.scope[kind]}, whose stream is not in it`);
  }
}

/** A period holds every event of the tenant in it: its leaves stand side by side, between one recorded before it and one after it. */
function checkPeriod(manifest, files, { seen }, log) {
  const { first, events, scope } = manifest;
  if (!isPeriod(manifest)) return;
  check(isCount(first), 'the manifest does not say where the period begins');
  const edges = new Map();
  for (const [line, number] of lines(files.get('edges.jsonl') ?? Buffer.alloc(0), 'edges.jsonl')) {
    checkLeaf(line, `edges.jsonl, line ${number}`, log);
    edges.set(line.index, Date.parse(line.event.recordedAt));
  }
  const after = first + events;
  check(first === 0 || edges.get(first - 1) < Date.parse(scope.from), `nothing shows that the period begins at leaf ${first}`);
  check(after === log.size || edges.get(after) >= Date.parse(scope.to), `nothing shows that the period ends before leaf ${after}`);
  for (let index = first; index < first + events; index++)
    check(seen.has(index), `leaf ${index} is missing between leaf ${first} and leaf ${first + events - 1}`);
}

function checkAnchor(proofs, note, hub) {
  if (proofs.anchored === undefined) return false;
  const { index, proof } = proofs.anchored ?? {};
  check(isCount(index), 'the anchor in the hub’s log has no place');
  const root = rootFromInclusion(leafHash(Buffer.from(note.text)), index, hub.size, hashesOf(proof, 'the anchor'));
  check(root?.equals(hub.root), 'the checkpoint is not in the hub’s log');
  return true;
}

function checkSince(bytes, proofs, checkpoint) {
  const note = parseNote(bytes, 'the earlier checkpoint');
  const earlier = parseCheckpoint(note.text, 'the earlier checkpoint');
  check(earlier.origin === checkpoint.origin, `the earlier checkpoint is of another log: ${earlier.origin}`, 3);
  check(earlier.size <= checkpoint.size, `the log had ${earlier.size} leaves at your earlier visit and has ${checkpoint.size} now: it was rolled back`, 3);
  const known = proofs.consistency ?? (earlier.size === checkpoint.size ? { from: earlier.size, proof: [] } : undefined);
  check(known?.from === earlier.size, `the pack does not show how the log goes on from ${earlier.size} leaves; ask for one with since=${earlier.size}`, 3);
  const proof = hashesOf(known.proof, 'the consistency proof');
  check(isConsistent(earlier.size, earlier.root, checkpoint.size, checkpoint.root, proof), 'the log was rewritten since your earlier visit', 3);
  return { note, size: earlier.size };
}

/** Checkpoints that a time stamping authority saw: each of this log, and the log goes on from it. */
function checkTimestamps(files, checkpoint, chain, trusted) {
  const stamps = [];
  for (const [line, number] of lines(files.get('timestamps.jsonl') ?? Buffer.alloc(0), 'timestamps.jsonl')) {
    const what = `timestamp ${number}`;
    check(number <= 10 && typeof line.checkpoint === 'string', `${what} is not one`);
    const note = parseNote(Buffer.from(line.checkpoint), what);
    const then = parseCheckpoint(note.text, what);
    check(then.origin === checkpoint.origin && then.size <= checkpoint.size && then.size > 0, `${what} is of another log`);
    const proof = hashesOf(line.proof, what);
    check(isConsistent(then.size, then.root, checkpoint.size, checkpoint.root, proof), `the log does not go on from ${what}`);
    check(isSignedByChain(note, chain, checkpoint.origin, what), `${what} is of a checkpoint that no key of this log signed`);
    const { at, by, pinned } = checkToken(strict64(line.token, what), note.text, trusted);
    stamps.push({ size: then.size, at: at.toISOString(), by, pinned });
  }
  check(trusted.length === 0 || stamps.some(({ pinned }) => pinned), 'the pack has no timestamp by the authority you gave');
  return stamps;
}
const isSignedByChain = (note, chain, name, what) =>
  chain.flat().some((key) => key.kind === KIND.ed25519 && signatureOf(note, { ...key, name }, what) === 'signed');

/** Throws Fault; answers what was found. `options`: `keys`, `witnesses` (texts), `since` (bytes), `tsa` (PEM). */
export function verifyPack(bytes, { keys: given = [], witnesses = [], since, tsa = [] } = {}) {
  const [trusted, watched] = [given.map(parseKey), witnesses.map(parseKey)];
  check(trusted.length === 0 || trusted.some(({ kind }) => kind === KIND.ed25519), 'give the Ed25519 key as well: it is the one that vouches for the next', 2);
  const files = untar(unzip(bytes));
  const manifest = checkManifest(files);
  const [note, hubNote] = ['checkpoint', 'hub-checkpoint'].map((path) => parseNote(files.get(path) ?? Buffer.alloc(0), path));
  const [checkpoint, hub] = [parseCheckpoint(note.text, 'checkpoint'), parseCheckpoint(hubNote.text, 'hub-checkpoint')];
  const { origin, size, root } = manifest;
  check(origin === checkpoint.origin && size === checkpoint.size && root === checkpoint.root.toString('base64'), 'the manifest is of another checkpoint');

  const keys = json(files.get('keys.json') ?? Buffer.alloc(0), 'keys.json');
  const proofs = json(files.get('proofs.json') ?? Buffer.alloc(0), 'proofs.json');
  const [logKeys, hubKeys] = [generation(keys.log, 'keys.json'), generation(keys.hub, 'keys.json')];
  const chain = keyChain(keys, hub);
  const newest = chain.at(-1);
  check(sameKeys(logKeys, newest) && sameKeys(hubKeys, newest), 'the keys are not those that the key changes lead to');
  check(
    trusted.every((key) => chain.flat().some((known) => sameKey(known, key))),
    'the pack is not signed by the key you gave, nor by one that it led to',
  );
  check(
    trusted.every(({ name }) => name === checkpoint.origin || name === hub.origin),
    'the pack is of another log than the key you gave',
  );
  let untold = 0;
  const signed = (what, own, verifiers, name) => {
    check(
      verifiers.every((key) => key.name === name),
      `the keys of ${what} have another name`,
    );
    const states = verifiers.map((key) => signatureOf(own, key, what));
    check(!states.includes('absent') && states.includes('signed'), `${what} is not signed by its log's keys`);
    untold += states.filter((state) => state === 'unknown').length;
  };
  signed('checkpoint', note, logKeys, checkpoint.origin);
  signed('hub-checkpoint', hubNote, hubKeys, hub.origin);
  for (const key of watched) check(signatureOf(note, key, 'checkpoint') === 'signed', `the witness ${key.name} has not cosigned this checkpoint`);

  const log = { size: checkpoint.size, root: checkpoint.root, tenant: manifest.tenant };
  const found = checkEvents(manifest, files, log);
  checkStreams(manifest, files, found, checkpoint);
  checkPeriod(manifest, files, found, log);
  const anchored = checkAnchor(proofs, note, hub);
  const timestamps = checkTimestamps(files, checkpoint, chain, tsa);
  checkFiles(manifest, files);
  const seal = parseNote(files.get('manifest.sig'), 'manifest.sig');
  check(seal.text === `${FORMAT}\n${sha256(files.get('manifest.json')).toString('hex')}\n`, 'manifest.sig is of another manifest');
  const sealer = hubKeys.find(({ kind }) => kind === KIND.ed25519);
  check(sealer && seal.signatures.length === 1 && signatureOf(seal, sealer, 'manifest.sig') === 'signed', 'manifest.sig is not signed by the hub');
  const earlier = since && checkSince(since, proofs, checkpoint);
  if (earlier) {
    const holds = isSignedByChain(earlier.note, chain, checkpoint.origin, 'the earlier checkpoint');
    check(holds, 'the earlier checkpoint is not signed by a key of this log', 3);
  }
  return {
    tenant: manifest.tenant,
    scope: manifest.scope,
    origin,
    size,
    events: manifest.events,
    streams: manifest.streams,
    anchored,
    certificates: found.certificates,
    since: earlier?.size,
    witnesses: watched.map(({ name }) => name),
    timestamps,
    pinned: trusted.length > 0,
    unchecked: untold,
    key: logKeys.map((key) => `${key.name}+${keyId(key)}`),
    checkpoint: files.get('checkpoint'),
  };
}

const words = (found) =>
  [
    `sound: ${found.events} events of tenant ${found.tenant}, each in the log ${found.origin} of ${found.size} leaves`,
    found.streams > 0
      ? `whole: ${found.streams} streams, from their first event to their last at this checkpoint`
      : 'whole: every event of the period, side by side',
    found.anchored ? 'the checkpoint is in the hub’s own log' : '',
    found.since === undefined ? '' : `nothing before leaf ${found.since} was rewritten since your earlier visit`,
    ...found.certificates.map(({ person, index, at }) => `certificate that the keys of ${person} are destroyed: leaf ${index}, ${at}`),
    ...found.witnesses.map((name) => `cosigned by ${name}`),
    ...found.timestamps.map(
      ({ size, at, by, pinned }) => `leaves 0 to ${size - 1} were there on ${at}, says ${by}${pinned ? '' : ' (! known from the pack alone: give --tsa)'}`,
    ),
    found.unchecked > 0 ? `${found.unchecked} ML-DSA signatures were not checked: that needs Node 24.7 or newer` : '',
    found.pinned ? '' : `! the keys are the pack's own: compare ${found.key[0]} with what you know of the log, or give --key`,
  ]
    .filter(Boolean)
    .join('\n');

function main(args) {
  const options = {
    key: { type: 'string', multiple: true },
    witness: { type: 'string', multiple: true },
    since: { type: 'string' },
    tsa: { type: 'string', multiple: true },
    keep: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  };
  let json = false;
  // What a pack says about itself is not to move the cursor of whoever reads about it.
  const plain = (text) => text.replace(/[^\P{C}\n]/gu, '\ufffd');
  const say = (result, text) => console.log(json ? JSON.stringify(result) : plain(text));
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    json = values.json === true;
    if (values.help) return (console.log(HELP), 0);
    check(positionals.length === 1, 'name one pack; see --help', 2);
    const since = values.since === undefined ? undefined : readFileSync(values.since);
    const tsa = values.tsa?.map((path) => readFileSync(path, 'utf8'));
    const { checkpoint, ...found } = verifyPack(readFileSync(positionals[0]), { keys: values.key, witnesses: values.witness, since, tsa });
    if (values.keep !== undefined) writeFileSync(values.keep, checkpoint);
    say({ sound: true, ...found }, words(found));
    return 0;
  } catch (error) {
    // Whatever else goes wrong comes from bytes nobody should have written: not sound, and no crash.
    const code = error instanceof Fault ? error.code : error.code?.startsWith?.('ERR_PARSE_ARGS') || error.syscall ? 2 : 1;
    const message = error instanceof Error ? error.message : String(error);
    say({ sound: false, code, reason: message }, `${code === 2 ? 'not readable' : code === 3 ? 'not the same log' : 'NOT SOUND'}: ${message}`);
    return code;
  }
}

// By the file itself and not by its name, so that a link to it or a copy of it never ends with 0 without having looked.
if (process.argv[1] && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(import.meta.url))) process.exitCode = main(process.argv.slice(2));
