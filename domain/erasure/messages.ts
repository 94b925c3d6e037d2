// The erasure of one person: what was asked, what the law keeps and until when, and which place has acknowledged. Its stream's id, and what
// is called patientId in it, is the person's: a patient's, or of a lead, contact or former member who never was one. Nothing in it is sealed, because it has to outlive the data it tells of; hence it holds ids and counts, and no words of anybody.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';
import { GROUNDS, STEPS } from './ladder.ts';

export const step = z.enum(STEPS);
const at = z.iso.datetime();
const sink = z.string().regex(/^[a-z][a-z-]{1,40}$/);
const sinks = z.array(sink).min(1).max(100);
/** Everybody the person is known as: merged records, contacts, their own account. */
const persons = z.array(id).min(1).max(500);
const found = z.int().min(0);
const grounds = z.array(z.strictObject({ ground: z.enum(GROUNDS), article: z.string(), until: at.optional() }));
const because = z.enum(['request', 'retention']);
const receipt = z.strictObject({ sink, found, at });

export const erasureCommands = defineCommands({
  /** `persons`: the one the stream is named after first. `grounds`: what the hub found that keeps the data. The rules go as far as they permit. */
  ErasePatient: z.strictObject({ step, because: because.default('request'), persons, grounds, sinks }),
  LiftRestriction: z.strictObject({}),
  /** Given once the keys are gone, before any place is asked. */
  RecordKeysDestroyed: z.strictObject({ run: z.int().min(1), keys: found }),
  /** `expiresAt`: the place still holds a copy, which ends by itself then. */
  AcknowledgeErasure: z.strictObject({ run: z.int().min(1), sink, found, expiresAt: at.optional() }),
  EndCopy: z.strictObject({ run: z.int().min(1), sink }),
});
export type ErasureCommand = CommandOf<typeof erasureCommands>;

const about = { patientId: id, persons };
const running = { patientId: id, run: z.int().min(1) };
export const erasureEvents = defineEvents({
  /** `granted`: as far as the grounds permit; absent: nothing. */
  ErasureRefused: { operational: { patientId: id, asked: step, granted: step.optional(), grounds } },
  ProcessingRestricted: { operational: about },
  RestrictionLifted: { operational: about },
  ErasureStarted: { operational: { ...about, run: z.int().min(1), step, because, sinks, at } },
  KeysDestroyed: { operational: { ...about, run: z.int().min(1), step, keys: found } },
  SinkErased: { operational: { ...running, ...receipt.shape, expiresAt: at.optional() } },
  CopyExpired: { operational: { ...running, sink, at } },
  /** The destruction certificate: its leaf in the tenant's ledger proves it after everything it tells of is gone. */
  ErasureCompleted: {
    operational: {
      ...about,
      run: z.int().min(1),
      step,
      method: z.literal('keys destroyed; AES-256-GCM'),
      keys: found,
      startedAt: at,
      receipts: z.array(receipt),
    },
  },
});
export type ErasureEvent = EventOf<typeof erasureEvents>;
export type StoredErasureEvent = StoredEventOf<typeof erasureEvents>;
