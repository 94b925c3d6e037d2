// The agent's only effect: findings raised under its own name, with ids that make a repeat recognisable.
import { isRejection } from '#domain/kernel/decider.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { FindingCommand } from '#domain/finding/messages.ts';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import { agentActor, type Tell } from '../kernel/ports.ts';
import { uuidFrom } from '../kernel/identity.ts';
import type { Found } from './graph.ts';

export const NAME = 'compliance';
const MOST = 100;
const some = (ids: readonly string[]): string[] => [...ids].toSorted().slice(0, MOST);

/** Who did what the finding is about. */
export function actorOf({ trigger: { type, data, meta } }: Pick<Found, 'trigger'>): string {
  const { readerId, memberId } = data as { readerId?: string; memberId?: string };
  if (type === 'DataDisclosed') return readerId!;
  return type.startsWith('BreakGlass') ? memberId! : meta.actor.id;
}

const commandFor = (found: Found): Extract<FindingCommand, { type: 'RaiseFinding' }> => {
  const { rule, noticed } = found;
  const { level, count, threshold, from, to, patientIds, eventIds, places } = noticed;
  return {
    type: 'RaiseFinding',
    data: {
      ...{ rule: rule.id, version: rule.version, title: rule.title, law: [...rule.law] },
      ...{ level, count, threshold, actorId: actorOf(found), patientIds: some(patientIds), inputEventIds: some(eventIds) },
      ...(places && { places: places.slice(0, MOST) }),
      ...{ from: new Date(from).toISOString(), to: new Date(to).toISOString() },
    },
  };
};

/** True when any of it was news. Throws HubError `bug` when one is refused. */
export async function tellFindings({ tell, digest }: { tell: Tell; digest: TenantDigest }, tenant: string, found: readonly Found[]): Promise<boolean> {
  let news = false;
  for (const one of found) {
    const { rule, noticed, trigger } = one;
    const id = uuidFrom(await digest(tenant, 'finding', `${rule.id}@${rule.version} ${actorOf(one)} ${noticed.level} ${noticed.occasion}`));
    const { correlationId, traceparent } = trigger.meta;
    const outcome = await tell({ tenant, slice: 'finding', id }, commandFor(one), {
      ...{ id, actor: agentActor(NAME), correlationId, causationId: trigger.id },
      ...(traceparent && { traceparent }),
    });
    if (isRejection(outcome)) throw new HubError('bug', 'agent.refused', `the command was refused: ${outcome.rejected}`);
    news ||= !outcome.repeated && outcome.events.length > 0;
  }
  return news;
}
