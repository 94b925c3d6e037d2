import type { Role } from '#domain/kernel/roles.ts';

/** Roles an administrator gives: the platform's operators and those bound to one patient come about elsewhere. A test compares. */
export const GRANTABLE = [
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
] as const satisfies readonly Role[];
