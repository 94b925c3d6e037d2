// Every way a pack might lie. Each takes a sound pack's files and answers the bytes of one that must not pass. Where it says `signed`, the
// liar even holds the log's own key and makes a manifest that fits: then only the proofs are left to find it.
import { sha256 } from '#projections/ledger/merkle.ts';
import type { Sample } from './sample.ts';
import { type Files, forged, type Line, linesIn, takeApart, together, written } from './forge.ts';

export type Pick = (below: number) => number;
export type Material = {
  readonly pack: Buffer;
  /** Of an earlier and smaller log. */
  readonly older: Buffer;
  /** Of the same events but one, logged and signed by somebody with keys of their own. */
  readonly twin: Buffer;
  readonly sample: Sample;
  readonly twinSample: Sample;
};
export type Mutation = (material: Material, pick: Pick) => Promise<Buffer>;

const eventFiles = (files: Files): string[] => [...files.keys()].filter((path) => /^(events|disclosures|receipts)\//.test(path));
const changed = (value: unknown, pick: Pick): unknown => {
  if (typeof value === 'number') return value + 1 + pick(9);
  if (typeof value === 'string') return value.length > 0 && pick(2) ? value.slice(0, -1) : `${value}x`;
  return typeof value === 'boolean' ? !value : 'x';
};
/** Changes one value somewhere within, whatever it is. */
function changeWithin(node: Record<string, unknown>, pick: Pick): void {
  const names = Object.keys(node);
  const name = names[pick(names.length)]!;
  const value = node[name];
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) changeWithin(value as Record<string, unknown>, pick);
  else node[name] = changed(value, pick);
}

const deep = (): unknown => JSON.parse('['.repeat(20_000) + ']'.repeat(20_000));
/** As JSON may say it: an own field, not what an object is made from. */
const prototyped = (): unknown => JSON.parse('{"__proto__":{"index":0,"proof":[]},"constructor":{"prototype":{}}}');
const NUMBERS = [-1, 1e308, 0.5, 2 ** 63, 2 ** 53, -(2 ** 63)];
const HUGE = Array.from({ length: 3000 }, () => Buffer.alloc(32).toString('base64'));
const STRANGE = [null, [], {}, '', 'x'.repeat(9999), 'NaN', [null], HUGE, prototyped(), ...NUMBERS];
const strange = (pick: Pick): unknown => [...STRANGE, deep()][pick(STRANGE.length + 1)];
/** Puts something in place of a value somewhere within that nobody would expect there. */
function strangeWithin(node: Record<string, unknown>, pick: Pick): void {
  const name = Object.keys(node)[pick(Object.keys(node).length)];
  const value = name === undefined ? undefined : node[name];
  if (name === undefined) return;
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0 && pick(2)) strangeWithin(value as Record<string, unknown>, pick);
  else node[name] = strange(pick);
}

/** Changes the lines of one file of events; the manifest fits and the log's own key has signed it. */
const inLines =
  (change: (lines: Line[], pick: Pick) => Line[]): Mutation =>
  async ({ pack, sample }, pick) => {
    const { files, path, lines } = someLines(pack, pick);
    const after = change(lines, pick);
    files.set(path, written(after));
    const count = eventFiles(files).reduce((sum, name) => sum + linesIn(files.get(name)!).length, 0);
    return forged(files, sample.ledger.sign, (manifest) => void (manifest['events'] = count));
  };
function someLines(pack: Buffer, pick: Pick) {
  const files = takeApart(pack);
  const paths = eventFiles(files);
  const path = paths[pick(paths.length)]!;
  return { files, path, lines: linesIn(files.get(path)!) };
}

const flipped = (bytes: Buffer, at: number, pick: Pick): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at]! ^= 1 << pick(8);
  return copy;
};
const inFile =
  (path: string, change: (text: string, pick: Pick) => string): Mutation =>
  async ({ pack, sample }, pick) => {
    const files = takeApart(pack);
    files.set(path, Buffer.from(change(String(files.get(path)), pick)));
    return forged(files, sample.ledger.sign);
  };

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'a byte altered': async ({ pack }, pick) => flipped(pack, pick(pack.length), pick),
  'bytes dropped': async ({ pack }, pick) => {
    const at = pick(pack.length);
    return Buffer.concat([pack.subarray(0, at), pack.subarray(at + 1 + pick(64))]);
  },
  'bytes duplicated': async ({ pack }, pick) => {
    const [at, length] = [pick(pack.length), 1 + pick(64)];
    return Buffer.concat([pack.subarray(0, at + length), pack.subarray(at)]);
  },
  truncated: async ({ pack }, pick) => pack.subarray(0, pick(pack.length)),
  'a byte of a file altered': async ({ pack }, pick) => {
    const files = takeApart(pack);
    const paths = [...files.keys()].filter((path) => files.get(path)!.length > 0);
    const path = paths[pick(paths.length)]!;
    const bytes = files.get(path)!;
    return together(files.set(path, flipped(bytes, pick(bytes.length), pick)));
  },
  'a file dropped': async ({ pack }, pick) => {
    const files = takeApart(pack);
    files.delete([...files.keys()][pick(files.size)]!);
    return together(files);
  },
  'two files swapped': async ({ pack }, pick) => {
    const entries = [...takeApart(pack)];
    const [a, b] = [pick(entries.length), pick(entries.length - 1)];
    const other = b >= a ? b + 1 : b;
    [entries[a], entries[other]] = [entries[other]!, entries[a]!];
    return together(new Map(entries));
  },
  'an event altered, signed': inLines((lines, pick) => {
    changeWithin(lines[pick(lines.length)]!.event, pick);
    return lines;
  }),
  'an event dropped, signed': async (material, pick) => {
    // Single disclosures stand alone: without one of them a pack of a case is another, and still true.
    const files = takeApart(material.pack);
    const path = eventFiles(files).find((name) => name.startsWith('events/'))!;
    const lines = linesIn(files.get(path)!);
    lines.splice(pick(lines.length), 1);
    files.set(path, written(lines));
    return forged(files, material.sample.ledger.sign, (manifest) => void (manifest['events'] = Number(manifest['events']) - 1));
  },
  'two events swapped, signed': inLines((lines, pick) => {
    const [a, b] = [pick(lines.length), pick(lines.length - 1)];
    const other = b >= a ? b + 1 : b;
    return lines.with(a, lines[other]!).with(other, lines[a]!);
  }),
  'two events at each other’s leaves, signed': inLines((lines, pick) => {
    const [a, b] = [pick(lines.length), pick(lines.length - 1)];
    const other = b >= a ? b + 1 : b;
    return lines.with(a, { ...lines[a]!, event: lines[other]!.event }).with(other, { ...lines[other]!, event: lines[a]!.event });
  }),
  'an event duplicated, signed': inLines((lines, pick) => lines.toSpliced(pick(lines.length), 0, lines[pick(lines.length)]!)),
  'the last events of a stream cut off, signed': async ({ pack, sample }, pick) => {
    const files = takeApart(pack);
    const path = eventFiles(files).find((name) => name.startsWith('events/'))!;
    const lines = linesIn(files.get(path)!);
    const kept = lines.slice(0, lines.length - 1 - pick(Math.min(5, lines.length - 1)));
    files.set(path, written(kept));
    return forged(files, sample.ledger.sign, (manifest) => void (manifest['events'] = Number(manifest['events']) - (lines.length - kept.length)));
  },
  'a proof altered, signed': inLines((lines, pick) => {
    const line = lines[pick(lines.length)]!;
    const at = pick(line.proof.length);
    line.proof[at] = flipped(Buffer.from(line.proof[at]!, 'base64'), pick(32), pick).toString('base64');
    return lines;
  }),
  'a leaf moved, signed': inLines((lines, pick) => {
    lines[pick(lines.length)]!.index += 1 + pick(5);
    return lines;
  }),
  'a stream’s end altered, signed': async ({ pack, sample }, pick) => {
    const files = takeApart(pack);
    const ends = linesIn(files.get('streams.jsonl')!) as unknown as Record<string, unknown>[];
    changeWithin(ends[pick(ends.length)]!, pick);
    return forged(files.set('streams.jsonl', written(ends)), sample.ledger.sign);
  },
  'a stream no longer listed, signed': async ({ pack, sample }, pick) => {
    const files = takeApart(pack);
    const ends = linesIn(files.get('streams.jsonl')!);
    const left = ends.toSpliced(pick(ends.length), 1);
    return forged(files.set('streams.jsonl', written(left)), sample.ledger.sign, (manifest) => void (manifest['streams'] = left.length));
  },
  'the checkpoint altered, signed around it': inFile('checkpoint', (text, pick) => {
    const lines = text.split('\n');
    const line = pick(4);
    return lines.with(line, String(changed(line === 1 ? Number(lines[1]) : lines[line]!, pick))).join('\n');
  }),
  'the anchor altered, signed': inFile('proofs.json', (text, pick) => {
    const proofs = JSON.parse(text) as Record<string, unknown>;
    changeWithin(proofs, pick);
    return `${JSON.stringify(proofs)}\n`;
  }),
  'a timestamp altered, signed': async ({ pack, sample }, pick) => {
    const files = takeApart(pack);
    const stamps = linesIn(files.get('timestamps.jsonl')!) as unknown as { token: string; checkpoint: string; proof: string[] }[];
    const stamp = stamps[pick(stamps.length)]!;
    const token = Buffer.from(stamp.token, 'base64');
    // Its imprint, its time, or its signature: the end of the token.
    const at = pick(2)
      ? token.indexOf(sha256(Buffer.from(stamp.checkpoint.slice(0, stamp.checkpoint.indexOf('\n\n') + 1)))) + pick(32)
      : token.length - 1 - pick(30);
    stamp.token = flipped(token, at, pick).toString('base64');
    return forged(files.set('timestamps.jsonl', written(stamps)), sample.ledger.sign);
  },
  'the timestamp of another log': async ({ pack, twin, sample }) => {
    const [files, theirs] = [takeApart(pack), takeApart(twin)];
    return forged(files.set('timestamps.jsonl', theirs.get('timestamps.jsonl')!), sample.ledger.sign);
  },
  'a timestamp’s checkpoint altered, signed': async ({ pack, sample }, pick) => {
    const files = takeApart(pack);
    const stamps = linesIn(files.get('timestamps.jsonl')!) as unknown as Record<string, unknown>[];
    changeWithin(stamps[pick(stamps.length)]!, pick);
    return forged(files.set('timestamps.jsonl', written(stamps)), sample.ledger.sign);
  },
  're-signed by another key': async ({ pack, twinSample }, pick) => {
    const files = takeApart(pack);
    const path = eventFiles(files)[0]!;
    const lines = linesIn(files.get(path)!);
    if (pick(2)) changeWithin(lines[pick(lines.length)]!.event, pick);
    return forged(files.set(path, written(lines)), twinSample.ledger.sign);
  },
  'another log of one’s own, under these keys’ names': async ({ pack, twin, twinSample }, pick) => {
    const [own, files] = [takeApart(pack), takeApart(twin)];
    const mine = JSON.parse(String(own.get('keys.json'))) as Record<string, unknown>;
    const theirs = JSON.parse(String(files.get('keys.json'))) as Record<string, unknown>;
    const fields = ['first', 'log', 'hub', 'rotations'].filter(() => pick(2) === 1);
    for (const field of fields)
      theirs[field] = pick(2) && Array.isArray(mine[field]) ? [...(theirs[field] as unknown[]), ...(mine[field] as unknown[])] : mine[field];
    return forged(files.set('keys.json', written([theirs])), twinSample.ledger.sign);
  },
  'the checkpoint of another log': async ({ pack, twin, twinSample }, pick) => {
    const [own, theirs] = [takeApart(pack), takeApart(twin)];
    for (const path of ['checkpoint', 'hub-checkpoint', 'keys.json', 'proofs.json', 'streams.jsonl'])
      if (path === 'checkpoint' || pick(2)) own.set(path, theirs.get(path)!);
    return forged(own, twinSample.ledger.sign);
  },
  'a value of another shape, signed': async ({ pack, sample }, pick) => {
    const files = takeApart(pack);
    const path = pick(3) ? ['keys.json', 'proofs.json', 'streams.jsonl', 'edges.jsonl', 'timestamps.jsonl'][pick(5)]! : eventFiles(files)[0]!;
    const all = linesIn(files.get(path) ?? Buffer.alloc(0)) as unknown[];
    if (all.length === 0) return forged(files, sample.ledger.sign, (manifest) => void (manifest['events'] = strange(pick)));
    const at = pick(all.length);
    if (pick(8) === 0) all[at] = strange(pick);
    else strangeWithin(all[at] as Record<string, unknown>, pick);
    return forged(files.set(path, written(all)), sample.ledger.sign);
  },
  'a pack said to be of another case, patient or longer period, signed': async ({ pack, sample }, pick) =>
    forged(takeApart(pack), sample.ledger.sign, (manifest) => {
      const scope = manifest['scope'] as Record<string, string>;
      const [name, id] = Object.entries(scope).find(([key]) => key === 'case' || key === 'patient') ?? [];
      const way = pick(3);
      if (name) scope[name] = String(changed(id, () => 0));
      else if (way === 0) scope['from'] = new Date(Date.parse(scope['from']!) - 1 - pick(1e9)).toISOString();
      else if (way === 1) scope['to'] = new Date(Date.parse(scope['to']!) + 60_000 + pick(1e9)).toISOString();
      else delete scope[pick(2) ? 'from' : 'to'];
    }),
  'rolled back': async ({ older }) => older,
};
