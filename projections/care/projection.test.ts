import * as assert from 'uvu/assert';
import { slices } from '#domain/index.ts';
import { isSealed } from '#domain/kernel/sealing.ts';
import { spec } from '#infra/testing/spec.ts';
import { given, makeLog } from '#infra/testing/views.ts';
import { care } from './projection.ts';
import type { Entry } from './record.ts';
import { careRecords } from './records.ts';

const CASE = '0190d0c0-0000-7000-8000-000000000040';
const PATIENT = '0190d0c0-0000-7000-8000-000000000041';
const stream = `offer-${CASE}`;
const draft = { patientId: PATIENT, version: 1, validUntil: '2026-02-01T00:00:00.000Z', currency: 'EUR', total: 5 };

spec('view care-records', (it) => {
  it('every event of a slice it shows has its place', () => {
    for (const record of careRecords) {
      const { events } = slices.find(({ name }) => name === record.slice)!;
      assert.equal(Object.keys(record.when).sort(), Object.keys(events).sort(), record.slice);
      for (const { list } of Object.values(record.when)) if (list) assert.ok(record.lists?.[list], `${record.slice}.${list}`);
    }
  });
  it('keeps each version of an offer with where it stands, words sealed', () => {
    const row = given(
      care,
      makeLog().write(
        { stream, type: 'OfferDrafted', data: { ...draft, lines: ['secret'], terms: 'secret' } },
        { stream, type: 'OfferApproved', data: { version: 1 } },
        { stream, type: 'OfferDrafted', data: { ...draft, version: 2, total: 7, lines: [], terms: '' } },
        { stream, type: 'OfferExpired', data: { version: 1 } },
      ),
    ).row(stream)!;
    const versions = row.doc['versions'] as Entry[];
    assert.equal(
      versions.map(({ version, status, total }) => [version, status, total]),
      [
        [1, 'expired', 5],
        [2, 'drafted', 7],
      ],
    );
    assert.ok(versions.every(({ lines, terms }) => isSealed(lines) && isSealed(terms)));
    assert.equal([row.caseId, row.patientId, row.streamId, row.revision], [CASE, PATIENT, CASE, 3]);
  });
  it('tells purposes and recipients of consents apart', () => {
    const consent = `consent-${PATIENT}`;
    const to = (purpose: string, recipient?: string) => ({ purpose, text: 'v1', language: 'tr', ...(recipient && { recipient }) });
    const row = given(
      care,
      makeLog().write(
        { stream: consent, type: 'NoticeAcknowledged', data: { text: 'v1', language: 'tr' } },
        { stream: consent, type: 'ConsentGranted', data: to('photos') },
        { stream: consent, type: 'ConsentGranted', data: to('agency-sharing', CASE) },
        { stream: consent, type: 'ConsentWithdrawn', data: { purpose: 'photos' } },
      ),
    ).row(consent)!;
    assert.equal(
      (row.doc['purposes'] as Entry[]).map(({ purpose, status }) => [purpose, status]),
      [
        ['photos', 'withdrawn'],
        ['agency-sharing', 'granted'],
      ],
    );
    assert.is(row.patientId, PATIENT);
  });
  it('a consent given again says only what it says now', () => {
    const consent = `consent-${PATIENT}`;
    const photos = { purpose: 'photos', text: 'v1', language: 'tr' };
    const row = given(
      care,
      makeLog().write(
        { stream: consent, type: 'ConsentGranted', data: { ...photos, until: draft.validUntil } },
        { stream: consent, type: 'ConsentGranted', data: { ...photos, text: 'v2' } },
      ),
    ).row(consent)!;
    const [entry, ...others] = row.doc['purposes'] as Entry[];
    assert.equal([entry?.['text'], entry?.['until'], others.length], ['v2', undefined, 0]);
  });
});
