// The hand-written codec against the client's generated classes, which know the real schema.
import { createRequire } from 'node:module';
import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '../../../testing/spec.ts';
import { makeDeframer } from '../grpc/framing.ts';
import { Reader, uint } from '../grpc/wire.ts';
import { encode, frameOf, idOf, isIntact, revisionOf, streamOf, typeOf } from '../store/record.ts';
import { batchAppended, batchRefused, readBatch } from './append.ts';
import { readUuid, structuredUuid, uuid } from './common.ts';
import { eventFrame } from './read.ts';

const require = createRequire(import.meta.url);
const generated = require('@eventstore/db-client/generated/streams_pb');
const shared = require('@eventstore/db-client/generated/shared_pb');

const id = fc.uuid();
const bytes = fc.uint8Array({ maxLength: 300 }).map((b) => Buffer.from(b));
const anEvent = fc.record({ id, type: fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }), json: fc.boolean(), data: bytes, metadata: bytes });
const aPlace = fc.record({
  position: fc.integer({ min: 1, max: 2 ** 47 }),
  revision: fc.integer({ min: 0, max: 2 ** 47 }),
  created: fc.integer({ min: 1, max: 4e12 }),
  streamNumber: fc.integer({ min: 1, max: 2 ** 31 }),
  stream: fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }),
});
const text = (b: Uint8Array): string => Buffer.from(b).toString('utf8');

spec('the codec', (it) => {
  it('a stored frame decodes to the event that was appended', () => {
    fc.assert(
      fc.property(anEvent, aPlace, (event, place) => {
        const value = encode(event, { ...place, stream: Buffer.from(place.stream) });
        const response = generated.ReadResp.deserializeBinary(frameOf(value).subarray(5)).getEvent();
        const recorded = response.getEvent();
        assert.is(frameOf(value).readUInt32BE(1), frameOf(value).length - 5);
        assert.equal([recorded.getId().getString(), text(recorded.getStreamIdentifier().getStreamName_asU8())], [event.id, place.stream]);
        assert.equal([recorded.getStreamRevision(), recorded.getCommitPosition(), response.getCommitPosition()].map(Number), [
          place.revision,
          place.position,
          place.position,
        ]);
        assert.is(recorded.getMetadataMap().get('type'), event.type);
        assert.is(recorded.getMetadataMap().get('created'), `${place.created}0000`);
        assert.ok(event.data.equals(recorded.getData_asU8()) && event.metadata.equals(recorded.getCustomMetadata_asU8()));
        assert.equal([streamOf(value), typeOf(value), revisionOf(value), idOf(value)], [place.stream, event.type, place.revision, event.id]);
      }),
    );
  });
  it('a record with any bit changed is recognised as damaged', () => {
    fc.assert(
      fc.property(anEvent, aPlace, fc.nat(), fc.integer({ min: 0, max: 7 }), (event, place, at, bit) => {
        const value = encode(event, { ...place, stream: Buffer.from(place.stream) });
        assert.ok(isIntact(value));
        const index = at % value.length;
        value[index] = value[index]! ^ (1 << bit);
        assert.not.ok(isIntact(value));
      }),
    );
  });
  it('a batch reads as the client wrote it', () => {
    fc.assert(
      fc.property(
        id,
        fc.array(anEvent, { maxLength: 5 }),
        fc.string({ minLength: 1 }),
        fc.bigInt({ min: 0n, max: 2n ** 53n }),
        (correlation, proposed, stream, revision) => {
          const request = new generated.BatchAppendReq();
          const options = new generated.BatchAppendReq.Options();
          const name = new shared.StreamIdentifier();
          name.setStreamName(Buffer.from(stream));
          options.setStreamIdentifier(name);
          options.setStreamPosition(String(revision));
          const toId = (value: string) => {
            const made = new shared.UUID();
            made.setString(value);
            return made;
          };
          request.setCorrelationId(toId(correlation));
          request.setOptions(options);
          request.setIsFinal(true);
          for (const event of proposed) {
            const message = new generated.BatchAppendReq.ProposedMessage();
            message.setId(toId(event.id));
            message.getMetadataMap().set('type', event.type);
            message.getMetadataMap().set('content-type', event.json ? 'application/json' : 'application/octet-stream');
            message.setData(event.data);
            message.setCustomMetadata(event.metadata);
            request.addProposedMessages(message);
          }
          const read = readBatch(Buffer.from(request.serializeBinary()));
          assert.equal([read.correlation, read.final, read.options!.stream, read.options!.expected], [correlation, true, stream, Number(revision)]);
          assert.equal(
            read.events.map((e) => ({ ...e, data: e.data.toString('hex'), metadata: e.metadata.toString('hex') })),
            proposed.map((e) => ({ ...e, data: e.data.toString('hex'), metadata: e.metadata.toString('hex') })),
          );
        },
      ),
    );
  });
  it('answers to a batch decode to what happened', () => {
    const batch = { correlation: '0190f3f0-0000-7000-8000-000000000001', options: { stream: 's', expected: 7 as const } };
    const won = generated.BatchAppendResp.deserializeBinary(batchAppended(batch, 8, 4242).subarray(5));
    assert.equal(
      [won.getSuccess().getCurrentRevision(), won.getSuccess().getPosition().getCommitPosition(), won.getCorrelationId().getString()],
      ['8', '4242', batch.correlation],
    );
    const details = generated.BatchAppendResp.deserializeBinary(batchRefused(batch, -1).subarray(5)).getError().getDetails();
    const wrong = details.unpack(shared.WrongExpectedVersion.deserializeBinary, 'event_store.client.WrongExpectedVersion');
    assert.equal([wrong.hasCurrentNoStream(), wrong.getExpectedStreamPosition()], [true, '7']);
  });
  it('an id means the same as text and as two halves', () => {
    fc.assert(
      fc.property(id, (value) => {
        const inner = new Reader(uuid(1, value));
        inner.next();
        assert.is(readUuid(inner.bytes()), value);
        assert.is(readUuid(structuredUuid(value)), value);
      }),
    );
  });
  it('a frame for clients that want structured ids decodes to the same event', () => {
    fc.assert(
      fc.property(anEvent, aPlace, (event, place) => {
        const entry = { position: place.position, value: encode(event, { ...place, stream: Buffer.from(place.stream) }) };
        const recorded = generated.ReadResp.deserializeBinary(eventFrame({ entry, isLink: false }, true).subarray(5))
          .getEvent()
          .getEvent();
        assert.ok(recorded.getId().hasStructured());
        assert.ok(event.data.equals(recorded.getData_asU8()));
      }),
    );
  });
  it('messages come out of chunks cut anywhere', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 40 }),
        (messages, cuts) => {
          const wire = Buffer.concat(messages.map((m) => Buffer.concat([Buffer.from([0, 0, 0, 0, m.length]), m])));
          const got: string[] = [];
          const feed = makeDeframer((message) => got.push(message.toString('hex')));
          for (let at = 0, i = 0; at < wire.length; i++) {
            const size = cuts[i % cuts.length]!;
            feed(wire.subarray(at, at + size));
            at += size;
          }
          assert.equal(
            got,
            messages.map((m) => Buffer.from(m).toString('hex')),
          );
        },
      ),
    );
  });
  it('numbers up to 2^53 and the largest uint64 survive', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (value) => {
        const reader = new Reader(uint(3, value));
        assert.is(reader.next(), 3);
        assert.is(reader.number(), value);
      }),
    );
    const most = new Reader(Buffer.from([0x08, ...Array(9).fill(0xff), 0x01]));
    most.next();
    assert.is(most.number(), 2 ** 64);
  });
});
