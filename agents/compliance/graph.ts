// The agent as a graph: gather → evaluate → tell. It keeps no checkpoints: every node may run again, because the ids of what it tells
// derive from rule, actor and occasion.
import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import type { Tell } from '../kernel/ports.ts';
import { rules } from './rules/index.ts';
import { DAY, type Noticed, type Rule } from './rules/rule.ts';
import { tellFindings } from './tell.ts';
import type { Facts, Watch, Written } from './watch.ts';
import { wordsOf } from './words.ts';

export type ComplianceDeps = { readonly watch: Watch; readonly tell: Tell; readonly digest: TenantDigest };
export type Found = { readonly rule: Rule; readonly noticed: Noticed; readonly trigger: Recorded };

const GRACE_DAYS = 90;
const State = Annotation.Root({
  tenant: Annotation<string>,
  events: Annotation<readonly Recorded[]>,
  facts: Annotation<readonly Facts[]>,
  found: Annotation<readonly Found[]>,
  told: Annotation<boolean>,
});
type State = typeof State.State;

/** Everything about the day before each trigger; the last of a burst of looks stands for all of them. */
async function factsOf(watch: Watch, tenant: string, trigger: Recorded, zone: string, words: readonly Written[]): Promise<Facts> {
  const none: Facts = { trigger, zone, looks: [], withoutEpisode: new Set(), glass: [], words };
  if (trigger.type === 'BreakGlassOpened') {
    const { memberId } = trigger.data as { memberId: string };
    return { ...none, glass: await watch.glassOpenedBy(tenant, memberId, Date.parse(trigger.meta.occurredAt) - 7 * DAY) };
  }
  if (trigger.type !== 'DataDisclosed') return none;
  const { readerId, at } = trigger.data as { readerId: string; at: string };
  const to = Date.parse(at) + 1;
  const looks = await watch.looksOf(tenant, readerId, to - DAY, to);
  const persons = [...new Set(looks.flatMap((look) => look.persons.filter(({ health }) => health).map(({ id }) => id)))];
  return { ...none, looks, withoutEpisode: new Set(await watch.withoutEpisode(tenant, persons, to, GRACE_DAYS)) };
}

const disclosedAt = ({ data }: Recorded) => Date.parse((data as { at: string }).at);
/** Of all looks at once only the latest, whose day has the others in it; everything else by itself. */
function triggersOf(events: readonly Recorded[]): Recorded[] {
  const looks = events.filter(({ type }) => type === 'DataDisclosed');
  const others = events.filter(({ type }) => type !== 'DataDisclosed');
  return looks.length === 0 ? others : [...others, looks.reduce((last, look) => (disclosedAt(look) > disclosedAt(last) ? look : last))];
}

/** `invoke({ tenant, events })` answers `told`: whether anything new was raised. */
export function complianceGraph({ watch, tell, digest }: ComplianceDeps) {
  const gather = async ({ tenant, events }: State) => {
    const triggers = triggersOf(events);
    const [zone, words] = await Promise.all([watch.zoneOf(tenant), wordsOf(watch.open, tenant, triggers)]);
    return { facts: await Promise.all(triggers.map((trigger) => factsOf(watch, tenant, trigger, zone, words.get(trigger.id) ?? []))) };
  };
  const judged = (facts: Facts) =>
    rules
      .filter(({ types }) => types.includes(facts.trigger.type))
      .flatMap((rule): Found[] => {
        const noticed = rule.judge(facts);
        return noticed ? [{ rule, noticed, trigger: facts.trigger }] : [];
      });
  const evaluate = ({ facts }: State) => ({ found: facts.flatMap(judged) });
  const say = async ({ tenant, found }: State) => ({ told: await tellFindings({ tell, digest }, tenant, found) });

  return new StateGraph(State)
    .addNode('gather', gather)
    .addNode('evaluate', evaluate)
    .addNode('tell', say)
    .addEdge(START, 'gather')
    .addEdge('gather', 'evaluate')
    .addConditionalEdges('evaluate', ({ found }) => (found.length > 0 ? 'tell' : END), ['tell', END])
    .addEdge('tell', END)
    .compile();
}
