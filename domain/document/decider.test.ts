import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import type { DocumentEvent } from './messages.ts';
import { documentSlice } from './slice.ts';

const patientId = '0190d0c0-0000-7000-8000-000000000001';
const upload = { patientId, kind: 'passport', mediaType: 'image/jpeg', size: 5, fileName: 'Ada.jpg' } as const;
const requested: DocumentEvent = { type: 'UploadRequested', data: upload };
const bytes = { sha256: 'ab'.repeat(32), size: 5 };
const registered: DocumentEvent = { type: 'DocumentRegistered', data: bytes };
const scanned = (verdict: 'clean' | 'infected'): DocumentEvent => ({ type: 'DocumentScanned', data: { verdict } });
const view = { type: 'ViewDocument', data: {} } as const;

spec('document', (it) => {
  it('what arrives must be as large as what was announced', () => {
    given(documentSlice).when({ type: 'RequestUpload', data: upload }).then(requested);
    given(documentSlice, requested).when({ type: 'RegisterDocument', data: bytes }).then(registered);
    given(documentSlice, requested)
      .when({ type: 'RegisterDocument', data: { ...bytes, size: 6 } })
      .then(reject('document.other-size'));
  });
  it('is shown only once it was found clean', () => {
    for (const events of [[requested], [requested, registered], [requested, registered, scanned('infected')]])
      given(documentSlice, ...events)
        .when(view)
        .then(reject('document.not-now'));
    given(documentSlice, requested, registered, scanned('clean')).when(view).then({ type: 'DocumentViewed', data: {} });
  });
  it('a redacted one is never shown again', () =>
    given(documentSlice, requested, registered, scanned('clean'), { type: 'DocumentRedacted', data: { reason: 'x' } })
      .when(view)
      .then(reject('document.not-now')));
});
