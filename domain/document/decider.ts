import { type Decider, type Rejection, reject } from '../kernel/decider.ts';
import type { DocumentCommand, DocumentEvent } from './messages.ts';

type Known = { readonly status: 'requested' | 'registered' | 'clean' | 'infected' | 'redacted'; readonly patientId: string; readonly size: number };
export type DocumentState = { readonly status: 'unknown' } | Known;
type Decided = DocumentEvent[] | Rejection;

function ifAt(state: DocumentState, at: readonly Known['status'][], decide: (known: Known) => Decided): Decided {
  if (state.status === 'unknown') return reject('document.unknown');
  return at.includes(state.status) ? decide(state) : reject('document.not-now', { status: state.status });
}
const now = (state: DocumentState, status: Known['status']): DocumentState => (state.status === 'unknown' ? state : { ...state, status });
const HERE = ['registered', 'clean', 'infected'] as const;

export const documentDecider: Decider<DocumentCommand, DocumentEvent, DocumentState> = {
  initial: { status: 'unknown' },
  decide: {
    RequestUpload: ({ data: { patientId, caseId, kind, mediaType, size, fileName } }, { status }) =>
      status === 'unknown'
        ? [{ type: 'UploadRequested', data: { patientId, ...(caseId && { caseId }), mediaType, size, fileName, kind } }]
        : reject('document.already-requested'),
    RegisterDocument: ({ data: { sha256, size } }, state) =>
      ifAt(state, ['requested'], (known) =>
        known.size === size ? [{ type: 'DocumentRegistered', data: { sha256, size } }] : reject('document.other-size', { announced: known.size, size }),
      ),
    RecordScan: ({ data: { verdict } }, state) =>
      ifAt(state, HERE, ({ status }) => (status === verdict ? [] : [{ type: 'DocumentScanned', data: { verdict } }])),
    ClassifyDocument: ({ data: { kind } }, state) => ifAt(state, HERE, () => [{ type: 'DocumentClassified', data: { kind } }]),
    ViewDocument: (_, state) => ifAt(state, ['clean'], () => [{ type: 'DocumentViewed', data: {} }]),
    RedactDocument: ({ data: { reason } }, state) => ifAt(state, HERE, () => [{ type: 'DocumentRedacted', data: { reason } }]),
  },
  evolve: {
    UploadRequested: ({ data: { patientId, size } }) => ({ status: 'requested', patientId, size }),
    DocumentRegistered: (_, state) => now(state, 'registered'),
    DocumentScanned: ({ data: { verdict } }, state) => now(state, verdict),
    DocumentClassified: (_, state) => state,
    DocumentViewed: (_, state) => state,
    DocumentRedacted: (_, state) => now(state, 'redacted'),
  },
};
