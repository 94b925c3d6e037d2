// All agents of the hub. A new one is a folder beside `pre-op` and a line here.
import type { Agent } from './kernel/ports.ts';
import { makePreOp } from './pre-op/agent.ts';
import type { PreOpDeps } from './pre-op/graph.ts';

export type AgentDeps = PreOpDeps;
export const makeAgents = (deps: AgentDeps): readonly Agent[] => [makePreOp(deps)];
