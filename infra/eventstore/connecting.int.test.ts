import { randomUUID } from 'node:crypto';
import * as assert from 'uvu/assert';
import { startEventStore } from '../embedded/eventstore/start.ts';
import { startProxy } from '../testing/faults/proxy.ts';
import { spec } from '../testing/spec.ts';
import { makeEventStore } from './store.ts';

spec('connections that are taken and never answered', (it, { setup, teardown }) => {
  let server: Awaited<ReturnType<typeof startEventStore>>;
  let proxy: Awaited<ReturnType<typeof startProxy>>;
  setup(async () => {
    server = await startEventStore({});
    proxy = await startProxy(server.port);
  });
  teardown(async () => {
    await proxy?.close();
    await server?.stop();
  });

  it('are given up, so that follower and append go on by a new one once the way is whole', async () => {
    proxy.silence();
    const store = makeEventStore({ url: `esdb://127.0.0.1:${proxy.port}?tls=false` });
    const stop = new AbortController();
    const following = (async () => {
      for await (const { events } of store.follow({ signal: stop.signal })) if (events.length > 0) return events[0]!.type;
      return undefined;
    })();
    await proxy.taken();
    await proxy.heal();
    const meta = {
      tenant: 'acme',
      actor: { id: 'a', kind: 'system', role: 'system' },
      correlationId: 'c',
      causationId: 'c',
      schema: 1,
      occurredAt: '2026-01-01T00:00:00.000Z',
    } as const;
    await store.append({ tenant: 'acme', slice: 'case', id: 'one' }, [{ id: randomUUID(), type: 'CaseOpened', data: {}, meta }], 'any');
    assert.is(await following, 'CaseOpened');
    stop.abort();
    await store.close();
  });
});
