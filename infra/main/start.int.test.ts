import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { equal, is, match, ok } from 'uvu/assert';
import { makeEventStore } from '../eventstore/store.ts';
import { readLog } from '../testing/faults/verify.ts';
import { freePort, type Hub, runHub, signedIn, startHub, temporaryFolder } from '../testing/hub.ts';
import { spec } from '../testing/spec.ts';

type Cases = { items: { id: string }[] };

/** The processes whose parent, by any number of steps, is `pid`. */
function descendants(pid: number): { pid: number; command: string }[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return [
          {
            pid: Number(name),
            parent: Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ')[0]),
            command: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' '),
          },
        ];
      } catch {
        return []; // it ended while we looked
      }
    });
  const below = (id: number): typeof all => all.filter((p) => p.parent === id).flatMap((p) => [p, ...below(p.pid)]);
  return below(pid);
}
const alive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
async function until(what: string, claim: () => boolean | Promise<boolean>, ms = 90_000): Promise<void> {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(100)) if (await claim()) return;
  throw new Error(`waited in vain: ${what}`);
}

spec('hub start', (it, { setup, teardown }) => {
  const folder = temporaryFolder('hub-start');
  let hub: Hub;
  let newest = '0';
  let live: Socket | undefined;
  const caseIds = async () =>
    (await (await signedIn(hub, 'coordinator')).json<Cases>('/api/cases', undefined, { 'hub-wait-for': newest })).body.items.map((c) => c.id);
  /** Everything in the log but who was shown what. */
  async function acts(): Promise<string[]> {
    const { eventStore } = JSON.parse(readFileSync(join(folder.path, 'engines.json'), 'utf8')) as { eventStore: string };
    const store = makeEventStore({ url: eventStore });
    const events = await readLog(store).finally(() => store.close());
    return events.filter(({ stream }) => stream.slice !== 'disclosure').map(({ id }) => id);
  }
  setup(async () => void (hub = await startHub(folder.path)));
  teardown(async () => {
    live?.close();
    if (hub.process.exitCode === null) await hub.stop();
    folder.remove();
  });

  it('tells address and demo logins of both tenants as one JSON line when it is ready', async () => {
    equal([...new Set(hub.logins.filter((l) => l.role !== 'operator').map((l) => l.tenant))].length, 2);
    is((await fetch(`${hub.address}/ready`)).status, 200);
  });
  it('a second hub on the same data folder is refused with one clear line', async () => {
    const { code, out, err } = await runHub(['start'], { HUB_DATA: folder.path, HUB_PORT: String(await freePort()) });
    equal({ code, out }, { code: 1, out: '' });
    match(err, /^hub: another hub is running on .*HUB_DATA\n$/);
  });
  it('a busy port is refused with one clear line', async () => {
    const other = temporaryFolder();
    const { code, err } = await runHub(['start'], { HUB_DATA: other.path, HUB_PORT: new URL(hub.address).port });
    other.remove();
    is(code, 1);
    match(err, /^hub: port \d+ is in use: .*HUB_PORT=\d+\n$/);
  });
  it('a broken setting is refused with one clear line', async () => {
    const { code, err } = await runHub(['start'], { HUB_PORT: 'eighty' });
    is(code, 2);
    match(err, /^hub: HUB_PORT: .+\n$/);
  });
  it('a crashed child is restarted and shown, and the hub answers again', async () => {
    const child = descendants(hub.process.pid!).find((p) => p.command.includes('role api'));
    ok(child);
    process.kill(child.pid, 'SIGKILL');
    await until('the restart is shown', () => hub.progress.some((line) => /! api restarted/.test(line)));
    await until('it is ready again', async () => (await fetch(`${hub.address}/ready`).catch(() => undefined))?.status === 200);
  });
  it('a crashed event store is restarted on its port, and commands succeed again', async () => {
    const child = descendants(hub.process.pid!).find((p) => p.command.includes('embedded/eventstore'));
    ok(child);
    process.kill(child.pid, 'SIGKILL');
    await until('the restart is shown', () => hub.progress.some((line) => /! eventstore restarted/.test(line)));
    const coordinator = await signedIn(hub, 'coordinator');
    const { items } = (await coordinator.json<{ items: { id: string }[] }>('/api/patients')).body;
    const command = () =>
      coordinator.json<{ position: string }>('/api/cases', { patientId: items[0]!.id, procedure: { code: 'rhinoplasty', text: 'Rinoplasti' } });
    await until('a command is accepted', async () => {
      const { status, body } = await command();
      if (status === 201) newest = body.position;
      return status === 201;
    });
  });
  it('views made again from the log show what they showed, fire nothing, and the warehouse equals the log', async () => {
    const auditor = await signedIn(hub, 'auditor');
    const shown = async () =>
      [await auditor.json('/api/cases'), await auditor.json('/api/recommendations'), await auditor.json('/api/patients')].map((a) => a.body);
    type Ready = { checks: Record<string, { behind?: boolean }> };
    const views = async () => ((await (await fetch(`${hub.address}/ready`)).json()) as Ready).checks['projection views']!;
    let known: string[] = [];
    const acted = async () => {
      const before = known;
      known = await acts();
      return known.length !== before.length;
    };
    const isAtRest = async () => !(await acted()) && (await sleep(5000), !(await acted())) && (await views()).behind === false;
    await until('the agents have said what they have to say of the demo', isAtRest, 90_000);
    const before = await shown();
    live = io(`${hub.address}/live`, { auth: { token: auditor.token }, transports: ['websocket'] });
    let pushed = 0;
    live.on('event', () => (pushed += 1));
    await new Promise((greeted) => live!.once('hello', greeted));
    const rebuilt = await runHub(['projections', 'rebuild', '--all'], { HUB_DATA: folder.path });
    match(rebuilt.out, /views@2: \d+ events in .*, live/, rebuilt.err);
    const verified = await runHub(['projections', 'verify'], { HUB_DATA: folder.path });
    is(verified.code, 0, verified.out + verified.err);
    equal(await shown(), before);
    equal({ pushed, acts: await acts() }, { pushed: 0, acts: known }, 'nothing was pushed, and nobody acted');
    const list = await runHub(['projections', '--json'], { HUB_DATA: folder.path });
    equal([list.code, (JSON.parse(list.out) as { parked: number }[]).every((view) => view.parked === 0)], [0, true]);
    const { code, out } = await runHub(['reconcile'], { HUB_DATA: folder.path });
    is(code, 0, out);
    match(out, /log (\d+), warehouse \1 events .* 0 differ/);
  });
  it('SIGTERM stops every child, and a second start resumes all data', async () => {
    const before = await caseIds();
    ok(before.length > 0);
    const children = descendants(hub.process.pid!);
    is(await hub.stop(), 0);
    equal(
      children.filter((p) => alive(p.pid)),
      [],
    );
    hub = await startHub(folder.path);
    equal(await caseIds(), before);
  });
  it('when the hub itself is killed, no child outlives it, and the next start resumes', async () => {
    const children = descendants(hub.process.pid!);
    await hub.stop('SIGKILL');
    await until('every child is gone', () => children.every((p) => !alive(p.pid)));
    hub = await startHub(folder.path);
    is((await fetch(`${hub.address}/ready`)).status, 200);
  });
});

spec('hub', (it) => {
  it('says what it can do', async () => {
    const { code, out } = await runHub(['--help']);
    is(code, 0);
    for (const word of ['start', 'import', 'status', 'HUB_DATA']) match(out, word);
  });
  it('every command has its own help', async () => {
    for (const command of ['start', 'import', 'status', 'projections', 'reconcile', 'operator', 'role']) {
      const { code, out } = await runHub([command, '--help']);
      equal({ command, code, said: out.includes(`hub ${command}`) }, { command, code: 0, said: true });
    }
  });
  it('an unknown command is refused by name', async () => match((await runHub(['strat'])).err, /no command "strat"/));
  it('an unknown option, view or word is refused with one clear line', async () => {
    for (const args of [
      ['start', '--jsn'],
      ['status', '--x=1'],
      ['projections', 'rebuild', 'nothing'],
      ['projections', 'rebuild'],
      ['projections', 'burn'],
    ]) {
      const { code, err } = await runHub(args);
      equal({ args, code, lines: err.split('\n').length }, { args, code: 2, lines: 2 });
      match(err, /^hub: /);
    }
  });
  it('status without a hub says how to start one', async () => {
    const { code, err } = await runHub(['status', '--url', `http://127.0.0.1:${await freePort()}`]);
    is(code, 2);
    match(err, /npm start/);
  });
});
