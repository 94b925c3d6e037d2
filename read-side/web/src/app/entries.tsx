// What the rail leads to, a line each. `may`: one of these has to be open to whoever finds it there.
import {
  IconCalendar,
  IconChartBar,
  IconDeviceSpeaker,
  IconGauge,
  IconKey,
  IconPlugConnected,
  IconListSearch,
  IconMessages,
  IconProgressCheck,
  IconShieldSearch,
  IconStethoscope,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { PARTS } from '../audit/parts.ts';
import type { Key } from '../i18n/catalogue.ts';
import { mayWith, type What } from './may.ts';
import type { Place } from './place.ts';

export type Entry = {
  readonly path: string;
  readonly label: Key;
  readonly icon: ReactNode;
  readonly pages: readonly Place['page'][];
  readonly may: readonly What[];
};
const look = { size: 18, stroke: 1.7, 'aria-hidden': true } as const;

export const ENTRIES: readonly Entry[] = [
  { path: '/cases', label: 'nav.cases', icon: <IconStethoscope {...look} />, pages: ['cases', 'case', 'replay'], may: ['cases'] },
  { path: '/patients', label: 'nav.patients', icon: <IconUsers {...look} />, pages: ['patients', 'patient'], may: ['cases'] },
  { path: '/appointments', label: 'nav.appointments', icon: <IconCalendar {...look} />, pages: ['appointments'], may: ['appointments'] },
  { path: '/inbox', label: 'nav.inbox', icon: <IconMessages {...look} />, pages: ['inbox'], may: ['inbox'] },
  { path: '/members', label: 'nav.members', icon: <IconUsersGroup {...look} />, pages: ['members'], may: ['members'] },
  { path: '/keys', label: 'nav.keys', icon: <IconKey {...look} />, pages: ['keys'], may: ['keys'] },
  { path: '/providers', label: 'nav.providers', icon: <IconPlugConnected {...look} />, pages: ['providers'], may: ['providers'] },
  { path: '/devices', label: 'nav.devices', icon: <IconDeviceSpeaker {...look} />, pages: ['devices'], may: ['devices'] },
  { path: '/processes', label: 'nav.processes', icon: <IconProgressCheck {...look} />, pages: ['processes'], may: ['processes'] },
  { path: '/findings', label: 'nav.findings', icon: <IconShieldSearch {...look} />, pages: ['findings'], may: ['findings'] },
  { path: '/audit', label: 'nav.audit', icon: <IconListSearch {...look} />, pages: ['audit'], may: PARTS },
  { path: '/analytics', label: 'nav.analytics', icon: <IconChartBar {...look} />, pages: ['analytics'], may: ['analytics'] },
  { path: '/operation', label: 'nav.operation', icon: <IconGauge {...look} />, pages: ['operation'], may: ['operation'] },
];

export const entriesFor = (roles: readonly string[]): Entry[] => ENTRIES.filter(({ may }) => may.some((what) => mayWith(roles, what)));
/** Where somebody with these roles arrives. */
export const homeFor = (roles: readonly string[]): string => entriesFor(roles)[0]?.path ?? '/account';
