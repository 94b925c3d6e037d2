import * as assert from 'uvu/assert';
import { rightsOf, type Role } from '#domain/kernel/roles.ts';
import type { Principal } from '#domain/kernel/route.ts';
import { spec } from '#infra/testing/spec.ts';
import type { FeedRow } from './feed.ts';
import { makeMembership, MOST_ROOMS, type Room, room } from './membership.ts';

const MINE = '0190a000-0000-7000-8000-000000000001';
const OTHER = '0190a000-0000-7000-8000-000000000002';
const who = (role: Role): Principal => ({ tenant: 'acme', memberId: 'm', roles: [role], rights: rightsOf([role]), session: 's', patientId: 'p1' });
const row = (slice: string, caseId: string | null = null): FeedRow => ({
  ...{ position: 1n, tenant: 'acme', type: 'X', slice, streamId: 's', recordedAt: new Date(0), caseId, patientId: null },
  ...{ actorKind: 'staff', actorRole: 'nurse' },
});
const maySeeCase = async (who: Principal, caseId: string) => who.rights.cases === 'all' || caseId === MINE;
async function inRooms(role: Role, ...rooms: Room[]) {
  const membership = makeMembership(who(role), maySeeCase);
  const refused = [];
  for (const wanted of rooms) refused.push((await membership.join(wanted))?.code);
  return { membership, refused, hears: async (...rows: FeedRow[]) => Promise.all(rows.map(async (r) => membership.hears(r))) };
}

spec('rooms', (it) => {
  const [conversation, mine, other] = [row('conversation'), row('case', MINE), row('case', OTHER)];

  it('brings what belongs to the rooms one is in, and nothing else', async () => {
    assert.equal(await (await inRooms('nurse', 'tenant')).hears(conversation, mine, other), [true, true, true]);
    assert.equal(await (await inRooms('nurse', 'inbox')).hears(conversation, mine, other), [true, false, false]);
    assert.equal(await (await inRooms('nurse', `case:${MINE}`)).hears(conversation, mine, other), [false, true, false]);
    const left = await inRooms('nurse', 'inbox', `case:${MINE}`);
    left.membership.leave('inbox');
    assert.equal(await left.hears(conversation, mine, other), [false, true, false]);
  });

  it('lets nobody into a room beyond their rights', async () => {
    const rooms: Room[] = ['tenant', 'inbox', `case:${MINE}`, `case:${OTHER}`];
    assert.equal((await inRooms('coordinator', ...rooms)).refused, [undefined, undefined, undefined, undefined]);
    assert.equal((await inRooms('agency', ...rooms)).refused, [undefined, 'live.room-refused', undefined, 'case.unknown']);
    assert.equal((await inRooms('analyst', ...rooms)).refused, [undefined, 'live.room-refused', 'case.unknown', 'case.unknown']);
    assert.equal(await (await inRooms('analyst', ...rooms)).hears(conversation, mine, other), [false, false, false]);
  });

  it('puts them out of the rooms that they may no longer be in once their rights have changed', async () => {
    const { membership, hears } = await inRooms('nurse', 'inbox', `case:${MINE}`, `case:${OTHER}`);
    assert.equal(await membership.become(who('agency')), ['inbox', `case:${OTHER}`]);
    assert.equal(membership.rooms(), [`case:${MINE}`]);
    assert.equal(await hears(conversation, mine, other), [false, true, false]);
  });

  it('hears by the new rights at once, while the rooms are still being checked', async () => {
    const { membership } = await inRooms('nurse', 'tenant');
    const done = membership.become(who('operator'));
    assert.is(membership.hears(mine), false);
    await done;
  });

  it('knows three kinds of rooms, and bounds how many one may be in', async () => {
    assert.equal(
      ['tenant', 'inbox', `case:${MINE}`, 'case:1', 'other'].map((name) => room.safeParse(name).success),
      [true, true, true, false, false],
    );
    const { membership } = await inRooms('nurse');
    const id = (n: number): Room => `case:0190a000-0000-7000-8000-${String(n).padStart(12, '0')}`;
    for (let n = 0; n < MOST_ROOMS; n += 1) assert.is(await membership.join(id(n)), undefined);
    assert.is((await membership.join('tenant'))?.code, 'live.rooms');
  });
});
