import type { Channel } from '#domain/conversation/channels.ts';
import type { Opened } from '../api/types.ts';

export type Said = { text?: string; media?: { mime: string; name?: string }[] };
export type Conversation = {
  id: string;
  channel: Channel;
  contact: { id: string; identity: Opened<string>; name?: Opened<string> };
  patientId?: string;
  caseId?: string;
  status: 'open' | 'resolved';
  /** Who answers: the bot, nobody yet, or a person. */
  mode: 'bot' | 'requested' | 'human';
  /** The member who holds it. */
  holder?: string;
  emergency: boolean;
  unanswered: number;
  last?: Opened<Said>;
  lastInboundAt?: string;
  /** Until when a person may write free text. */
  windowEndsAt?: string;
  contactLostAt?: string;
  startedAt: string;
};
export type Message = {
  id: string;
  author: 'customer' | 'bot' | 'human' | 'hub';
  memberId?: string;
  kind: string;
  template?: string;
  content: Opened<Said>;
  status: string;
  failure?: string;
  at: string;
};
/** What the list can show, and what it asks the hub for. */
export const FOLDERS = { waiting: { mode: 'requested' }, open: { status: 'open' }, resolved: { status: 'resolved' } } as const;
export type Folder = keyof typeof FOLDERS;
