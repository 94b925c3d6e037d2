import { setTimeout as sleep } from 'node:timers/promises';
import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import { device, type DeviceState } from '#domain/device/decider.ts';
import type { DeviceCommand, DeviceEvent } from '#domain/device/messages.ts';
import { type Given, isRejection } from '#domain/kernel/decider.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { spec } from '../testing/spec.ts';
import { makePresence, type PresenceDeps } from './presence.ts';

const ARMA = { tenant: 'acme', id: '0190a000-0000-7000-8000-000000000001' };
const SELF = { firmwareVersion: '1.0.0' };

/** A log of one device, decided by its own rules. */
function makeDevice() {
  const events: DeviceEvent[] = [];
  let state: DeviceState = device.initial;
  const decide = (command: DeviceCommand) => {
    const given = { ...command, at: '2026-01-01T00:00:00.000Z', by: { id: 'd', kind: 'device', role: 'device' } } as DeviceCommand & Given;
    const decided = device.decide[command.type](given as never, state);
    if (isRejection(decided)) return decided;
    for (const event of decided) state = device.evolve[event.type](event as never, state);
    events.push(...decided);
    return { revision: events.length - 1, events: decided.map(({ type }) => type), repeated: false };
  };
  decide({ type: 'ProvisionDevice', data: { serial: 'ARMA-1', board: 'arma-s3', slots: 2, credentialHash: 'a'.repeat(64) } });
  let fails = 0;
  const dispatch: Dispatch = async (_to, command) => {
    await sleep(1);
    if (fails-- > 0) throw new Error('the log is away');
    return decide(command as DeviceCommand);
  };
  return {
    dispatch,
    told: () => events.slice(1).map(({ type }) => type),
    isHere: () => state.status === 'active' && state.connection !== undefined,
    fail: (times: number) => {
      fails = times;
    },
  };
}
function presenceOf(dispatch: Dispatch, more: Partial<PresenceDeps> = {}) {
  const book = new Map<string, string>();
  const notes = {
    note: async ({ id }: { id: string }, connection: string) => void book.set(id, connection),
    forget: async ({ id }: { id: string }) => void book.delete(id),
  };
  return { book, presence: makePresence({ dispatch, book: notes, onTrouble: () => undefined, steadyMs: 20, graceMs: 60, ...more }) };
}
async function until(claim: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !claim() && Date.now() < end; ) await sleep(5);
  assert.ok(claim(), 'in time');
}

spec('presence of devices', (it) => {
  it('tells the log when a device has come and when it has gone, each once', async () => {
    const { dispatch, told } = makeDevice();
    const { presence, book } = presenceOf(dispatch);
    presence.up(ARMA, SELF);
    await until(() => told().length === 1);
    assert.is(book.get(ARMA.id), presence.connectionOf(ARMA));
    presence.down(ARMA);
    await until(() => told().length === 2);
    assert.equal(told(), ['DeviceConnected', 'DeviceLost']);
    await until(() => book.size === 0);
    await presence.close();
  });

  it('writes nothing while a device’s net flaps', async () => {
    const { dispatch, told } = makeDevice();
    const { presence } = presenceOf(dispatch, { steadyMs: 10_000, graceMs: 10_000 });
    for (let i = 0; i < 200; i += 1) {
      presence.up(ARMA, SELF);
      presence.down(ARMA);
    }
    await sleep(50);
    assert.equal(told(), []);
    await presence.close();
    const steady = makeDevice();
    const flapping = presenceOf(steady.dispatch, { graceMs: 10_000 }).presence;
    flapping.up(ARMA, SELF);
    await until(() => steady.told().length === 1);
    for (let i = 0; i < 200; i += 1) {
      flapping.down(ARMA);
      flapping.up(ARMA, SELF);
    }
    await sleep(100);
    assert.equal(steady.told(), ['DeviceConnected']);
    await flapping.close();
  });

  it('tells of a device that started anew with other firmware', async () => {
    const { dispatch, told } = makeDevice();
    const { presence } = presenceOf(dispatch, { graceMs: 10_000 });
    presence.up(ARMA, SELF);
    await until(() => told().length === 1);
    presence.down(ARMA);
    presence.up(ARMA, { firmwareVersion: '1.0.1' });
    await until(() => told().length === 2);
    assert.equal(told(), ['DeviceConnected', 'DeviceConnected']);
    await presence.close();
  });

  it('lets a process that a device has left for another take nothing back, and tells again of one that came back from there', async () => {
    const { dispatch, told, isHere } = makeDevice();
    const [a, b] = [presenceOf(dispatch).presence, presenceOf(dispatch, { graceMs: 300 }).presence];
    a.up(ARMA, SELF);
    await until(() => told().length === 1);
    b.up(ARMA, SELF);
    await until(() => told().length === 2);
    a.down(ARMA);
    await sleep(150);
    assert.ok(isHere());
    a.up(ARMA, SELF);
    b.down(ARMA);
    await until(() => told().length === 3);
    await sleep(500);
    assert.ok(isHere());
    assert.equal(new Set(told()), new Set(['DeviceConnected']));
    await Promise.all([a.close(), b.close()]);
  });

  it('tells it later when the log was away', async () => {
    const { dispatch, told, fail } = makeDevice();
    const { presence } = presenceOf(dispatch);
    fail(1);
    presence.up(ARMA, SELF);
    await until(() => told().length === 1);
    await presence.close();
  });

  it('ends at the truth, whatever comes and goes and however the log fails meanwhile', async () => {
    const steps = fc.array(fc.constantFrom('up', 'down', 'wait', 'fail'), { maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(steps, async (plan) => {
        const { dispatch, isHere, fail } = makeDevice();
        const { presence } = presenceOf(dispatch, { steadyMs: 1, graceMs: 2 });
        let sockets = 0;
        for (const step of plan) {
          if (step === 'up') presence.up(ARMA, SELF);
          if (step === 'down' && sockets > 0) presence.down(ARMA);
          if (step === 'fail') fail(1);
          if (step === 'wait') await sleep(3);
          sockets = Math.max(0, sockets + (step === 'up' ? 1 : step === 'down' ? -1 : 0));
        }
        fail(0);
        await until(() => isHere() === sockets > 0);
        await sleep(10);
        assert.is(isHere(), sockets > 0);
        await presence.close();
      }),
      { numRuns: 25 },
    );
  });
});
