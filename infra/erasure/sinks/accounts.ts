// The person's own account: no role, no session, and its name and address are sealed under a key that is gone.
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { scoped } from '#infra/auth/scoped.ts';
import type { Pool } from '#infra/postgres/pool.ts';
import { Member } from '#projections/members/table.ts';
import type { Reader } from '#read-side/kernel/reader.ts';
import { derivedId } from '#write-side/kernel/ids.ts';
import type { Sink } from '../sink.ts';

const actor = { id: 'erasure', kind: 'system', role: 'process' } as const;

export const accountsSink = ({ reader, dispatch, app }: { reader: Reader; dispatch: Dispatch; app: Pool }): Sink => ({
  name: 'accounts',
  holds: 'the account the person signs in with, and its sessions',
  async erase({ tenant, persons }) {
    const members = await reader.within(tenant, (rows) => rows.find(Member, { tenant, id: { $in: [...persons] } }));
    for (const { id } of members) {
      const cause = { id: derivedId('erasure-account', tenant, id), actor, correlationId: id };
      await dispatch({ tenant, slice: 'member', id }, { type: 'RemoveMember', data: {} }, cause);
      const holding = JSON.stringify([{ tenant, memberId: id }]);
      await scoped(app, 'app.member', holding, (client) => client.query('delete from sessions where accounts @> $1::jsonb', [holding]));
    }
    return { found: members.length };
  },
});
