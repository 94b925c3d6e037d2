import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { startViewsHub } from '#infra/testing/views-hub.ts';

const [ada, bob, nurse] = ['0190d0c0-0000-7000-8000-0000000000a1', '0190d0c0-0000-7000-8000-0000000000b1', '0190d0c0-0000-7000-8000-0000000000c1'];
type Page = { items: { reader: { id: string }; shown: { personId: string }[]; withheld: string[]; session?: string; purpose: string }[]; next?: string };

spec('disclosures as asked for', (it, { setup, teardown }) => {
  let hub: Awaited<ReturnType<typeof startViewsHub>>;
  const seen = (minute: number, readerId: string, persons: string[], more: object = {}) => ({
    stream: `disclosure-0190d0c0-0000-7000-8000-0000000000${minute}`,
    type: 'DataDisclosed',
    data: {
      at: `2026-03-01T10:${minute}:00.000Z`,
      ...{ readerId, readerKind: 'staff', readerRole: 'nurse', purpose: 'treatment', route: 'get /api/patients/{id}', correlation: 'c', session: 's1' },
      persons: persons.map((id) => ({ id, fields: ['resource'], health: true })),
      ...more,
    },
  });
  setup(async () => {
    hub = await startViewsHub();
    hub.log.write(
      seen(10, nurse, [ada, bob]),
      seen(11, nurse, [bob]),
      seen(12, 'pre-op', [ada], { readerKind: 'agent', purpose: 'recommendation' }),
      seen(13, nurse, [], { withheld: [ada], purpose: 'emergency' }),
      { ...seen(14, nurse, [ada]), tenant: 'other' },
      seen(15, 'Meta', [bob], {
        ...{ readerKind: 'system', readerRole: 'processor', purpose: 'care-coordination', route: 'whatsapp send', session: undefined },
        abroad: { country: 'US', mechanism: 'standard-contract', mechanismId: nurse },
      }),
    );
    await hub.level();
  });
  teardown(() => hub?.stop());
  const minutes = async (query: string, asker: object = { roles: ['auditor'] }) => {
    const page = await hub.get<Page>(asker as never, `/api/disclosures?${query}`);
    return page.items.map((item) => (item as unknown as { at: string }).at.slice(14, 16));
  };

  it('are found by person, reader, purpose and time, newest first, of one tenant', async () => {
    assert.equal(await minutes(''), ['15', '13', '12', '11', '10']);
    assert.equal([await minutes('abroad=true'), await minutes(`abroad=true&personId=${ada}`)], [['15'], []]);
    const [transfer] = (await hub.get<Page>({ roles: ['auditor'] }, `/api/disclosures?abroad=true&personId=${bob}`)).items;
    assert.equal((transfer as { abroad?: object }).abroad, { country: 'US', mechanism: 'standard-contract', mechanismId: nurse });
    assert.equal(await minutes(`personId=${ada}`), ['13', '12', '10']);
    assert.equal(await minutes('readerId=pre-op'), ['12']);
    assert.equal(await minutes('purpose=emergency'), ['13']);
    assert.equal(await minutes('from=2026-03-01T10:11:00Z&to=2026-03-01T10:13:00Z'), ['12', '11']);
    assert.equal(await minutes('', { roles: ['auditor'], tenant: 'other' }), ['14']);
  });
  it('come in pages', async () => {
    const first = await hub.get<Page>({ roles: ['auditor'] }, `/api/disclosures?personId=${ada}&limit=2`);
    const second = await hub.get<Page>({ roles: ['auditor'] }, `/api/disclosures?personId=${ada}&limit=2&cursor=${encodeURIComponent(first.next!)}`);
    assert.equal([first.items.length, second.items.length, second.next], [2, 1, undefined]);
  });
  it('show a patient who looked at them, and nothing about anybody else', async () => {
    const { items } = await hub.get<Page>({ roles: ['patient'], patientId: ada }, `/api/disclosures?personId=${bob}`);
    assert.equal(
      items.map(({ shown, withheld, session }) => [shown.map(({ personId }) => personId), withheld, session]),
      [
        [[], [ada], undefined],
        [[ada], [], undefined],
        [[ada], [], undefined],
      ],
    );
  });
});
