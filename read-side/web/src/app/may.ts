// Who is offered what, by the roles that the hub's own routes ask for. A test compares.
import type { Role } from '#domain/kernel/roles.ts';

const CLINICAL = ['coordinator', 'doctor', 'anaesthetist', 'nurse'] as const;
const STAFF = [...CLINICAL, 'interpreter', 'travelagent', 'finance', 'auditor', 'admin'] as const;
const READERS = [...STAFF, 'patient', 'companion', 'agency'] as const;

export const MAY = {
  cases: READERS,
  openCase: ['coordinator', 'doctor', 'nurse', 'agency'],
  import: ['coordinator', 'doctor', 'nurse'],
  decide: ['doctor', 'anaesthetist', 'nurse'],
  emergencyLook: [...CLINICAL, 'interpreter', 'travelagent', 'finance', 'admin'],
  appointments: ['coordinator', 'doctor', 'nurse'],
  inbox: [...CLINICAL, 'interpreter'],
  members: STAFF,
  invite: ['admin'],
  keys: ['admin'],
  providers: ['admin'],
  devices: ['admin', 'coordinator'],
  firmware: ['admin'],
  findings: ['auditor', 'admin'],
  streams: [...CLINICAL, 'auditor'],
  disclosures: ['auditor'],
  'break-glass': ['auditor', 'doctor', 'admin'],
  judgeLook: ['auditor', 'doctor'],
  erasures: ['auditor', 'admin'],
  ledger: ['auditor', 'admin'],
  evidence: ['auditor'],
  proof: ['auditor'],
  analytics: ['analyst'],
  processes: ['coordinator', 'finance', 'auditor', 'admin'],
  operation: ['operator'],
} as const satisfies Record<string, readonly Role[]>;
export type What = keyof typeof MAY;

export const mayWith = (roles: readonly string[], what: What): boolean => MAY[what].some((role) => roles.includes(role));
