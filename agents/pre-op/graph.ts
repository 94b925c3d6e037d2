// The agent as a graph: gather → evaluate → word → check → issue. It keeps no checkpoints: every node may run again, because ids derive
// from what was found and the subscription delivers again what was not acknowledged.
import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import type { Position, Recorded } from '#domain/kernel/envelope.ts';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import type { Bilingual } from '#domain/recommendation/messages.ts';
import type { Ask, Model, PatientRecord, Review, Tell } from '../kernel/ports.ts';
import { checked } from './check.ts';
import { tellPlan, type Worded } from './issue.ts';
import { type Named, type Plan, planFor } from './plan.ts';
import { promptFor } from './prompts.ts';
import { textOf } from './wording.ts';

/** `model` is absent when none is configured. `onFallback` hears why a model's words were not used: a code, never the text. */
export type PreOpDeps = {
  readonly ask: Ask;
  readonly tell: Tell;
  readonly digest: TenantDigest;
  readonly model?: Model;
  /** Whether the model may be asked about this patient at all; absent: it may. */
  readonly mayAsk?: (tenant: string, patientId: string) => Promise<boolean>;
  readonly onFallback?: (fault: string) => void;
};

const State = Annotation.Root({
  tenant: Annotation<string>,
  caseId: Annotation<string>,
  trigger: Annotation<Recorded>,
  review: Annotation<Review | undefined>,
  record: Annotation<PatientRecord | undefined>,
  plan: Annotation<Plan>,
  drafts: Annotation<ReadonlyMap<string, string>>,
  worded: Annotation<readonly Worded[]>,
  position: Annotation<Position | undefined>,
});
type State = typeof State.State;

/** Compiled once; `invoke({ tenant, caseId, trigger })` answers with `position` when something was told. */
export function preOpGraph({ ask, tell, digest, model, mayAsk = async () => true, onFallback = () => {} }: PreOpDeps) {
  const gather = async ({ tenant, caseId }: State) => {
    const review = await ask.reviewOf(tenant, caseId);
    return { review, record: review && (await ask.recordOf(tenant, review.patientId)) };
  };
  const evaluate = async ({ tenant, review, record }: State) => ({ plan: await planFor(ask, digest, tenant, record!, review!) });
  const draft = async (found: Named): Promise<readonly [string, string][]> => {
    if (!model) return [];
    try {
      return [[found.id, await model.complete(promptFor(found.rule, found.finding))]];
    } catch {
      onFallback('model-unavailable');
      return [];
    }
  };
  const word = async ({ tenant, review, plan }: State) => {
    const may = model !== undefined && plan.issue.length > 0 && (await mayAsk(tenant, review!.patientId));
    return { drafts: new Map(may ? (await Promise.all(plan.issue.map(draft))).flat() : []) };
  };
  const choose = (found: Named, raw: string | undefined): Worded => {
    const answer = raw === undefined ? undefined : checked(raw, found.rule, found.finding);
    if (answer && 'fault' in answer) onFallback(answer.fault);
    const summary: Bilingual | undefined = answer && 'summary' in answer ? answer.summary : undefined;
    return { ...found, text: textOf(found.finding, summary), ...(summary && model ? { model: model.id } : {}) };
  };
  const check = ({ plan, drafts }: State) => ({ worded: plan.issue.map((found) => choose(found, drafts.get(found.id))) });
  const issue = async ({ tenant, trigger, review, worded, plan }: State) => ({
    position: await tellPlan(tell, digest, { tenant, trigger, review: review! }, worded, plan.expire),
  });

  return new StateGraph(State)
    .addNode('gather', gather)
    .addNode('evaluate', evaluate)
    .addNode('word', word)
    .addNode('check', check)
    .addNode('issue', issue)
    .addEdge(START, 'gather')
    .addConditionalEdges('gather', ({ record }) => (record ? 'evaluate' : END), ['evaluate', END])
    .addEdge('evaluate', 'word')
    .addEdge('word', 'check')
    .addEdge('check', 'issue')
    .addEdge('issue', END)
    .compile();
}
