// The commands that the documents show are run, on a hub of their own, so that no document outlives what it says.
import { execFile } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { equal, ok } from 'uvu/assert';
import { demoPatients } from '../../main/demo/patients.ts';
import { type Hub, signedIn, startHub, temporaryFolder } from '../hub.ts';
import { spec } from '../spec.ts';

type Shown = { readonly file: string; readonly command: string };
type Place = { readonly address: string; readonly data: string; readonly bundle: string };

/** The commands of all blocks marked `sh`: one a line, without comments, continued lines joined. */
function commandsIn(file: string): Shown[] {
  const blocks = [...readFileSync(file, 'utf8').matchAll(/^```sh\n(.*?)^```/gms)].map(([, inside]) => inside!);
  const lines = blocks.flatMap((block) => block.replaceAll(/\\\n\s*/g, '').split('\n'));
  return lines.map((line) => ({ file, command: line.replace(/(^|\s)# .*$/, '').trim() })).filter(({ command }) => command !== '');
}

/** What would take minutes or change this checkout is asked for its help instead; `npm run check` is what runs checks already. */
function runnable(command: string, { address, data, bundle }: Place): string | undefined {
  if (/^(\w+=\S+ )*npm (ci|run check)\b/.test(command))
    return command.includes('&&') ? `${command.split('&&').at(-1)!.trim()} -- --help` : `npm pkg get scripts.check | grep -q node`;
  if (/^(\w+=\S+ )*(npm test|npm start)/.test(command)) return `${command}${command.includes(' -- ') ? '' : ' --'} --help`;
  if (/^node infra\//.test(command)) return `${command.split(' ').slice(0, 2).join(' ')} --help`;
  if (!/^(npm run (import|hub)|hub|curl) /.test(command)) return undefined;
  return command
    .replace(/^hub /, 'npm run hub -- ')
    .replaceAll('localhost:3000', new URL(address).host)
    .replaceAll('.hub/', `${data}/`)
    .replaceAll(/@bundle\.json\.gz/g, `@${bundle}`)
    .replaceAll(/FOLDER-OR-FILES…|PATH…/g, bundle)
    .replaceAll(/\bNAME…/g, 'case-list');
}

/** `user:key` for analysts' tools. */
async function analystKey(hub: Hub): Promise<string> {
  const analyst = await signedIn(hub, 'analyst');
  const { user, key, position } = (await analyst.json<{ user: string; key: string; position: string }>('/api/analytics/keys', { label: 'documents' })).body;
  await analyst.json('/api/analytics/keys', undefined, { 'hub-wait-for': position }); // until the view knows it
  return `${user}:${key}`;
}

/** A case that is in the ledger already, and the ledger's key: what an auditor knows. */
async function auditorKnows(hub: Hub): Promise<{ CASE: string; KEY: string }> {
  const { json } = await signedIn(hub, 'auditor', 'klinik');
  const CASE = (await json<{ items: { id: string }[] }>('/api/cases?limit=1')).body.items[0]!.id;
  for (const end = Date.now() + 60_000; ; await sleep(200)) {
    const { status } = await json(`/api/audit/ledger/proof?slice=case&id=${CASE}&revision=0`);
    if (status === 200) return { CASE, KEY: (await json<{ log: { keys: string[] } }>('/api/audit/ledger')).body.log.keys[0]! };
    ok(Date.now() < end, 'waited for the ledger');
  }
}

spec('documents', (it, { setup, teardown }) => {
  const folder = temporaryFolder('hub-documents');
  const shown = globSync(['README.md', 'docs/contributing.md', 'docs/guides/*.md']).toSorted().flatMap(commandsIn);
  let hub: Hub;
  let place: Place;
  let token: string;
  let analyst: string;
  let known: Awaited<ReturnType<typeof auditorKnows>>;
  setup(async () => {
    hub = await startHub(join(folder.path, 'data'));
    place = { address: hub.address, data: hub.data, bundle: join(folder.path, 'bundle.json.gz') };
    writeFileSync(place.bundle, gzipSync(JSON.stringify(demoPatients(new Date()).clinic[0]!.bundle)));
    token = (await signedIn(hub, 'coordinator')).token;
    analyst = await analystKey(hub);
    known = await auditorKnows(hub);
  });
  teardown(async () => {
    await hub?.stop();
    folder.remove();
  });

  it('every command they show can be run by this test', () => {
    ok(shown.length >= 8);
    const strange = shown.filter(({ command }) => !runnable(command, { address: 'http://a', data: '', bundle: '' }));
    equal(strange, []);
  });
  it('every command they show works', async () => {
    const env = { ...process.env, HUB_DATA: hub.data, HUB_PORT: new URL(hub.address).port, TOKEN: token, ANALYST: analyst, ...known };
    const failed: object[] = [];
    for (const { file, command } of shown) {
      const run = promisify(execFile)('sh', ['-ec', runnable(command, place)!], { env, timeout: 20_000 });
      const { why, out } = await run.then(
        ({ stdout }) => ({ why: undefined, out: stdout }),
        (error: { stderr?: string; stdout?: string; code?: unknown }) => ({ why: `${String(error.code)}: ${error.stderr} ${error.stdout}`, out: '' }),
      );
      if (why !== undefined || out.includes('OperationOutcome') || out.includes('urn:hub:problem'))
        failed.push({ file, command, why: why ?? out.slice(0, 300) });
    }
    equal(failed, []);
  });
});
