import type { ConversationCommand } from '#domain/conversation/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

const INBOX = ['coordinator', 'doctor', 'anaesthetist', 'nurse', 'interpreter'] as const;
/** What channels and their providers report comes from the hub's own adapters. */
export const conversationPermits = {
  StartConversation: ['coordinator', 'nurse', 'doctor', 'agent', 'system'],
  ReceiveMessage: ['patient', 'coordinator', 'nurse', 'device', 'system'],
  NameContact: ['coordinator', 'nurse', 'doctor'],
  LinkConversation: ['coordinator', 'nurse', 'doctor', 'system'],
  FollowContact: ['system'],
  LoseContact: ['system'],
  SendMessage: [...INBOX, 'agent', 'system'],
  ReleaseMessage: ['system'],
  DelayMessage: ['system'],
  ResumeMessage: ['system'],
  GiveUpMessage: ['system'],
  ReportDelivery: ['system'],
  RecordEcho: ['system'],
  RequestHandover: [...INBOX, 'patient', 'agent', 'device', 'system'],
  TakeOver: INBOX,
  ReturnToBot: [...INBOX, 'system'],
  ResolveConversation: [...INBOX, 'agent', 'system'],
  AllowMarketing: ['coordinator', 'agent', 'system'],
  StopMarketing: ['coordinator', 'agent', 'system'],
  RaiseEmergency: [...INBOX, 'agent', 'system'],
  MissHandover: ['system'],
  WarnOfWindow: ['system'],
  AcknowledgeEmergency: INBOX,
} as const satisfies Record<ConversationCommand['type'], Permit>;
