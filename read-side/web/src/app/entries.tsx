// What the rail leads to, a line each. `roles`: who finds it there; absent for everybody.
import {
  IconChartBar,
  IconGauge,
  IconKey,
  IconPlugConnected,
  IconListSearch,
  IconShieldSearch,
  IconStethoscope,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Key } from '../i18n/catalogue.ts';
import type { Place } from './place.ts';

export type Entry = {
  readonly path: string;
  readonly label: Key;
  readonly icon: ReactNode;
  readonly pages: readonly Place['page'][];
  readonly roles?: readonly string[];
};
const look = { size: 18, stroke: 1.7, 'aria-hidden': true } as const;

/** Everybody but those who see no case at all. */
const READERS = [
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
  'auditor',
  'admin',
];

export const ENTRIES: readonly Entry[] = [
  { path: '/cases', label: 'nav.cases', icon: <IconStethoscope {...look} />, pages: ['cases', 'case', 'replay'], roles: READERS },
  { path: '/patients', label: 'nav.patients', icon: <IconUsers {...look} />, pages: ['patients', 'patient'], roles: READERS },
  { path: '/members', label: 'nav.members', icon: <IconUsersGroup {...look} />, pages: ['members'], roles: READERS },
  { path: '/keys', label: 'nav.keys', icon: <IconKey {...look} />, pages: ['keys'], roles: ['admin'] },
  { path: '/providers', label: 'nav.providers', icon: <IconPlugConnected {...look} />, pages: ['providers'], roles: ['admin'] },
  { path: '/findings', label: 'nav.findings', icon: <IconShieldSearch {...look} />, pages: ['findings'], roles: ['auditor', 'admin'] },
  { path: '/audit', label: 'nav.audit', icon: <IconListSearch {...look} />, pages: ['audit'], roles: ['auditor', 'admin', 'doctor'] },
  { path: '/analytics', label: 'nav.analytics', icon: <IconChartBar {...look} />, pages: ['analytics'], roles: ['analyst'] },
  { path: '/operation', label: 'nav.operation', icon: <IconGauge {...look} />, pages: ['operation'], roles: ['operator'] },
];

export const entriesFor = (roles: readonly string[]): Entry[] => ENTRIES.filter((entry) => !entry.roles || entry.roles.some((role) => roles.includes(role)));
/** Where somebody with these roles arrives. */
export const homeFor = (roles: readonly string[]): string => entriesFor(roles)[0]?.path ?? '/account';

const IMPORTERS = ['coordinator', 'doctor', 'nurse'];
export const mayImport = (roles: readonly string[]): boolean => roles.some((role) => IMPORTERS.includes(role));
