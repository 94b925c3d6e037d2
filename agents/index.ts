// All agents of the hub. A new one is a folder beside `pre-op` and a line here.
import { makeCompliance } from './compliance/agent.ts';
import type { ComplianceDeps } from './compliance/graph.ts';
import type { Agent } from './kernel/ports.ts';
import { makePreOp } from './pre-op/agent.ts';
import type { PreOpDeps } from './pre-op/graph.ts';

export type AgentDeps = PreOpDeps & ComplianceDeps;
export const makeAgents = (deps: AgentDeps): readonly Agent[] => [makePreOp(deps), makeCompliance(deps)];
