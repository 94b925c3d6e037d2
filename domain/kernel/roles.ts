// Who there is, and what each may read. What each may command stands beside the command, in its route.
import { z } from 'zod';

export const ROLES = [
  'patient',
  'companion',
  'coordinator',
  'doctor',
  'anaesthetist',
  'nurse',
  'interpreter',
  'travelagent',
  'agency',
  'finance',
  'analyst',
  'auditor',
  'admin',
  'operator',
] as const;
export const role = z.enum(ROLES);
export type Role = (typeof ROLES)[number];

/** cases: which cases appear at all. personal, health: whether sealed fields of that class open or answer REDACTED. */
export type Rights = { readonly cases: 'all' | 'referred' | 'own' | 'none'; readonly personal: boolean; readonly health: boolean; readonly history: boolean };
const clinical: Rights = { cases: 'all', personal: true, health: true, history: true };
const logistic: Rights = { cases: 'all', personal: true, health: false, history: false };
const none: Rights = { cases: 'none', personal: false, health: false, history: false };

export const RIGHTS: Readonly<Record<Role, Rights>> = {
  doctor: clinical,
  anaesthetist: clinical,
  nurse: clinical,
  coordinator: clinical,
  auditor: clinical,
  patient: { cases: 'own', personal: true, health: true, history: false },
  companion: { cases: 'own', personal: true, health: false, history: false },
  interpreter: logistic,
  travelagent: logistic,
  finance: logistic,
  agency: { cases: 'referred', personal: true, health: false, history: false },
  admin: { cases: 'all', personal: false, health: false, history: false },
  analyst: none,
  operator: none,
};

const WIDEST = ['all', 'referred', 'own', 'none'] as const;
/** The rights of somebody who holds several roles: the widest of each. */
export function rightsOf(roles: readonly Role[]): Rights {
  const held = roles.map((r) => RIGHTS[r]);
  return {
    cases: WIDEST.find((w) => held.some((h) => h.cases === w)) ?? 'none',
    personal: held.some((h) => h.personal),
    health: held.some((h) => h.health),
    history: held.some((h) => h.history),
  };
}
