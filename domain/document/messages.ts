// A document, by what is known about it. Its bytes are elsewhere, under `sha256`.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

export const DOCUMENT_KINDS = [
  'passport',
  'intake-form',
  'lab',
  'imaging',
  'photo',
  'medication-list',
  'offer',
  'contract',
  'notice',
  'consent',
  'insurance',
  'visa-letter',
  'itinerary',
  'checklist',
  'operation-note',
  'implant-card',
  'epicrisis',
  'prescription',
  'fit-to-fly',
  'invoice',
  'complaint',
  'other',
] as const;
const kind = z.enum(DOCUMENT_KINDS);
const size = z.int().min(1).max(2_000_000_000);
const mediaType = z.string().regex(/^[a-z]+\/[\w.+-]{1,100}$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const fileName = z.string().trim().min(1).max(255);
const reason = z.string().trim().min(1).max(2000);
const verdict = z.enum(['clean', 'infected']);
const of = { patientId: id, caseId: id.optional() };

export const documentCommands = defineCommands({
  RequestUpload: z.strictObject({ ...of, kind, mediaType, size, fileName }),
  RegisterDocument: z.strictObject({ sha256, size }),
  RecordScan: z.strictObject({ verdict }),
  ClassifyDocument: z.strictObject({ kind }),
  ViewDocument: z.strictObject({}),
  RedactDocument: z.strictObject({ reason }),
});
export type DocumentCommand = CommandOf<typeof documentCommands>;

export const documentEvents = defineEvents({
  UploadRequested: { operational: { ...of, mediaType, size }, personal: { fileName }, health: { kind } },
  DocumentRegistered: { operational: { sha256, size } },
  DocumentScanned: { operational: { verdict } },
  DocumentClassified: { health: { kind } },
  DocumentViewed: { operational: {} },
  DocumentRedacted: { health: { reason } },
});
export type DocumentEvent = EventOf<typeof documentEvents>;
export type StoredDocumentEvent = StoredEventOf<typeof documentEvents>;
