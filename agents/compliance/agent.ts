// When the compliance agent works: somebody was shown data, broke the glass, gave a role, or wrote words.
import { createHash } from 'node:crypto';
import type { Position, Recorded } from '#domain/kernel/envelope.ts';
import type { Agent } from '../kernel/ports.ts';
import { type ComplianceDeps, complianceGraph } from './graph.ts';
import { rules } from './rules/index.ts';
import { actorOf, NAME } from './tell.ts';

/** Of the hub's own parts each has a manifest; patients read what is theirs. */
const isWatched = ({ type, data }: Recorded) => type !== 'DataDisclosed' || (data as { readerKind: string }).readerKind === 'staff';
const latestOf = (events: readonly Recorded[]): Position => events.reduce((last, { position }) => (position > last ? position : last), 0n);

const TYPES = [...new Set(rules.flatMap(({ types }) => types))].toSorted();

export function makeCompliance(deps: ComplianceDeps): Agent {
  const graph = complianceGraph(deps);
  return {
    name: NAME,
    group: `${NAME}-${createHash('sha256').update(TYPES.join()).digest('hex').slice(0, 8)}`,
    types: TYPES,
    key: (event) => (isWatched(event) ? `${event.stream.tenant} ${actorOf({ trigger: event })}` : undefined),
    run: async (events) => {
      const { tenant } = events[0]!.stream;
      await deps.watch.waitFor(latestOf(events), tenant);
      const { told } = await graph.invoke({ tenant, events });
      return told ? 'changed' : 'unchanged';
    },
  };
}
