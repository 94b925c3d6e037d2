// Lies to the verifier, as often as asked: node infra/ledger/verify/fuzz.ts [--count 10000] [--seed N]. Each mutation must be found, by a
// sentence and not by a crash; a sound pack must pass in between.
import { parseArgs } from 'node:util';
import { makeAuthority } from '../../testing/fakes/tsa.ts';
import { temporaryFolder } from '../../testing/hub.ts';
import { addKey } from '../key-file.ts';
import { type Material, MUTATIONS } from './mutations.ts';
import { makeSample, makeWorld } from './sample.ts';
import { verifyPack } from './synchron-verify.mjs';

export type Fuzzed = { readonly tried: number; readonly byMutation: Readonly<Record<string, number>>; readonly missed: readonly string[] };

/** Numbers that are the same for the same seed. */
function picker(seed: number) {
  let state = seed >>> 0;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export async function fuzz(count: number, seed: number): Promise<Fuzzed> {
  const [folder, elsewhere] = [temporaryFolder('hub-fuzz'), temporaryFolder('hub-fuzz-twin')];
  const world = makeWorld(70);
  const at = (index: number) => world.events[index]!.recordedAt.toISOString();
  const scopes = [{ patient: world.patient }, { case: world.cases[0]! }, { from: at(20), to: at(50) }] as const;
  const sample = makeSample(folder.path, world);
  const changed = { ...world, events: world.events.map((event, i) => (i === 5 ? { ...event, type: 'CaseClosed' } : event)) };
  const twinSample = makeSample(elsewhere.path, changed);
  try {
    await Promise.all([sample.log(), twinSample.log()]);
    const authority = makeAuthority();
    await Promise.all([sample.stamp(authority), twinSample.stamp(authority)]);
    const since = (await sample.ledger.look('acme')).log;
    const older = await sample.pack(scopes[0]);
    addKey(sample.keyFile);
    for (let n = 0; n < 9; n++) world.write({ type: 'CaseHeld', slice: 'case', id: world.cases[0]!, data: { reason: n }, subject: world.patient });
    await sample.log();
    const now = (await sample.ledger.look('acme')).log;
    const keys = [...since.keys]; // as the auditor learnt them before the change of keys
    const materials = await Promise.all(
      scopes.map(
        async (scope): Promise<Material> => ({ pack: await sample.pack(scope, since.size), older, twin: await twinSample.pack(scope), sample, twinSample }),
      ),
    );
    const pick = picker(seed);
    const [missed, byMutation]: [string[], Record<string, number>] = [[], {}];
    const names = Object.keys(MUTATIONS);
    for (let n = 0; n < count; n++) {
      const name = names[n % names.length]!;
      const ofStreams = name.includes('stream') || name === 'an event dropped, signed';
      const material = materials[pick(ofStreams ? 2 : materials.length)]!;
      const bytes = await MUTATIONS[name]!(material, pick);
      const visit = Buffer.from(name === 'rolled back' ? now.note : since.note);
      if (bytes.equals(material.pack)) continue;
      try {
        verifyPack(bytes, { keys, since: visit, tsa: [authority.root] });
        missed.push(`${n} ${name}: passed`);
      } catch (error) {
        const { code, message } = error as { code?: unknown; message: string };
        if (code !== 1 && code !== 2 && code !== 3) missed.push(`${n} ${name}: crashed: ${message}`);
      }
      byMutation[name] = (byMutation[name] ?? 0) + 1;
    }
    for (const { pack } of materials) verifyPack(pack, { keys, since: Buffer.from(since.note), tsa: [authority.root] });
    return { tried: Object.values(byMutation).reduce((sum, n) => sum + n, 0), byMutation, missed };
  } finally {
    await Promise.all([sample.close(), twinSample.close()]);
    folder.remove();
    elsewhere.remove();
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { count: { type: 'string', default: '10000' }, seed: { type: 'string', default: '20261121' }, help: { type: 'boolean' } },
  });
  if (values.help) console.log('node infra/ledger/verify/fuzz.ts [--count 10000] [--seed N]: so many lies to the verifier; exit code 1 when one passes');
  else {
    const since = performance.now();
    const { tried, byMutation, missed } = await fuzz(Number(values.count), Number(values.seed));
    for (const [name, n] of Object.entries(byMutation)) console.log(`  ${String(n).padStart(6)} ${name}`);
    for (const one of missed.slice(0, 20)) console.log(`✗ ${one}`);
    console.log(`${tried} mutations, ${tried - missed.length} found, in ${((performance.now() - since) / 1000).toFixed(1)} s`);
    process.exitCode = missed.length > 0 ? 1 : 0;
  }
}
