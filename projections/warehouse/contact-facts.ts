// Conversations, calls and devices: who answered how fast, how it went, how much it was used. What was said and the numbers stay behind.
import { factTable, id, instant, label, made, number, person, word, yes } from './fact-table.ts';
import { fieldOf, type LogEvent } from './fold.ts';

export const CONVERSATION_FACTS = factTable({
  name: 'conversation_facts',
  id: 'conversation_id',
  facts: {
    ConversationOpened: 'opened',
    MessageReceived: 'received',
    MessageQueued: 'queued',
    MessageSent: 'sent',
    MessageDelivered: 'delivered',
    MessageRead: 'read',
    MessageFailed: 'failed',
    MessageEchoed: 'echoed',
    HandoverRequested: 'handover',
    HumanTookOver: 'taken_over',
    BotResumed: 'bot_resumed',
    ConversationResolved: 'resolved',
    ConversationReopened: 'reopened',
    EmergencyRaised: 'emergency',
    EmergencyAcknowledged: 'emergency_acknowledged',
    MarketingAllowed: 'marketing_allowed',
    MarketingStopped: 'marketing_stopped',
  },
  columns: {
    contact: person('contactId'),
    channel: label('channel'),
    message_id: id('messageId'),
    context: number('context', 'UInt32'),
    author: word('author'),
    kind: word('kind'),
    purpose: word('purpose'),
    code: label('code'),
    said_at: made("Nullable(DateTime64(3, 'UTC'))", (event, known) => instant('sentAt').of(event, known) ?? instant('reportedAt').of(event, known)),
  },
});

export const CALL_FACTS = factTable({
  name: 'call_facts',
  id: 'call_id',
  facts: {
    CallOffered: 'offered',
    CallAnswered: 'answered',
    CallTransferred: 'transferred',
    CallConsentRecorded: 'consent',
    TranscriptAdded: 'transcript',
    CallQualityRecorded: 'quality',
    CallEnded: 'ended',
  },
  columns: {
    direction: word('direction'),
    contact: person('contactId'),
    device_id: id('deviceId'),
    conversation_id: id('conversationId'),
    answered_by: word('answeredBy'),
    cause: word('cause'),
    ended_by: word('endedBy'),
    granted: yes('granted'),
    mos: number('mos'),
    loss_percent: number('lossPercent'),
    jitter_ms: number('jitterMs'),
    answer_ms: number('answerMs'),
    segments: made('UInt32', (event) => listOf(event, 'seqs').length),
  },
});

type Interaction = { readonly type?: string; readonly count?: number; readonly seconds?: number; readonly successes?: number };
const listOf = (event: LogEvent, field: string): readonly unknown[] => (Array.isArray(fieldOf(event, field)) ? (fieldOf(event, field) as unknown[]) : []);
const used = (type: string, what: 'count' | 'seconds' | 'successes') =>
  made('UInt32', (event) => (listOf(event, 'interactions') as readonly Interaction[]).find((i) => i.type === type)?.[what] ?? 0);

export const DEVICE_FACTS = factTable({
  name: 'device_facts',
  id: 'device_id',
  facts: {
    DeviceProvisioned: 'provisioned',
    DeviceConnected: 'connected',
    DeviceLost: 'lost',
    DeviceConfigured: 'configured',
    DeviceConfigRefused: 'config_refused',
    FirmwareOffered: 'firmware_offered',
    FirmwareApplied: 'firmware_applied',
    FirmwareRefused: 'firmware_refused',
    FirmwareRolledBack: 'firmware_rolled_back',
    DeviceUsageSummarised: 'usage',
    DeviceBatteryLow: 'battery_low',
    DeviceRetired: 'retired',
  },
  columns: {
    board: label('board'),
    firmware: made('LowCardinality(String)', (event, known) => label('firmwareVersion').of(event, known) || label('version').of(event, known)),
    code: made('LowCardinality(String)', (event, known) => label('code').of(event, known) || label('refusal').of(event, known)),
    from: instant('from'),
    to: instant('to'),
    voice_count: used('voice', 'count'),
    voice_seconds: used('voice', 'seconds'),
    voice_successes: used('voice', 'successes'),
    button_count: used('button', 'count'),
    button_successes: used('button', 'successes'),
    battery: number('batteryLevel', 'UInt8'),
    rssi: number('rssi', 'Int16'),
  },
});
