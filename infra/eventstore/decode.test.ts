// Both decoders on the same bytes: whatever this folder's takes, the client must make the same event of.
import { createRequire } from 'node:module';
import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { plainEventIn } from './decode.ts';

const require = createRequire(import.meta.url);
const { ReadResp } = require('@eventstore/db-client/generated/streams_pb');
const shared = require('@eventstore/db-client/generated/shared_pb');
const { convertGrpcEvent } = require('@eventstore/db-client/dist/utils/convertGrpcEvent');

const json = fc.json({ maxDepth: 2 }).map((text) => Buffer.from(text));
const bytes = fc.oneof(
  json,
  fc.uint8Array({ maxLength: 60 }).map((raw) => Buffer.from(raw)),
);
const place = fc.oneof(fc.nat(), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }));
const aRecord = fc.record({
  id: fc.uuid(),
  stream: fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }),
  revision: place,
  commit: place,
  prepare: place,
  type: fc.string({ maxLength: 40, unit: 'grapheme' }),
  contentType: fc.constantFrom('application/json', 'application/octet-stream'),
  created: fc.integer({ min: 1, max: 4e12 }),
  metadata: bytes,
  data: bytes,
});
type Made = typeof aRecord extends fc.Arbitrary<infer T> ? T : never;

function recordOf(made: Made) {
  const record = new ReadResp.ReadEvent.RecordedEvent();
  record.setId(new shared.UUID([undefined, made.id]));
  record.setStreamIdentifier(new shared.StreamIdentifier([undefined, undefined, Buffer.from(made.stream)]));
  record.setStreamRevision(String(made.revision));
  record.setCommitPosition(String(made.commit));
  record.setPreparePosition(String(made.prepare));
  record.getMetadataMap().set('type', made.type).set('content-type', made.contentType).set('created', `${made.created}0000`);
  record.setCustomMetadata(made.metadata);
  record.setData(made.data);
  return record;
}
function answerOf(
  record: unknown,
  change: (event: { setLink(record: unknown): void; setCommitPosition(at: string): void; setNoPosition(none: unknown): void }) => void,
) {
  const [event, answer] = [new ReadResp.ReadEvent(), new ReadResp()];
  event.setEvent(record);
  change(event);
  answer.setEvent(event);
  return answer;
}
/** A buffer is a Uint8Array as well, which the comparison does not know. */
const same = (value: unknown) => (value instanceof Uint8Array ? [...value] : value);
function eventOf(answer: { getEvent(): unknown }) {
  const { event, ...resolved } = convertGrpcEvent(answer.getEvent());
  return { ...resolved, event: { ...event, data: same(event.data), metadata: same(event.metadata) } };
}
const bytesOf = (answer: { serializeBinary(): Uint8Array }) => Buffer.from(answer.serializeBinary());

spec('the decoder of plain events', (it) => {
  it('gives the client the same event as its own decoder', () => {
    fc.assert(
      fc.property(aRecord, fc.option(place), (made, at) => {
        const answer = bytesOf(
          answerOf(recordOf(made), (event) => (at === null ? event.setNoPosition(new shared.Empty()) : event.setCommitPosition(String(at)))),
        );
        const plain = plainEventIn(answer);
        assert.ok(plain);
        assert.equal(eventOf(plain), eventOf(ReadResp.deserializeBinary(new Uint8Array(answer))));
      }),
    );
  });
  it('leaves links, ids in two halves, places beyond a double and every other answer to the client', () => {
    const [made] = fc.sample(aRecord, 1);
    const record = () => recordOf(made!);
    const halves = record();
    halves.getId().setStructured(new shared.UUID.Structured(['1', '2']));
    const far = record();
    far.setCommitPosition('18446744073709551615');
    const confirmed = new ReadResp();
    confirmed.setConfirmation(new ReadResp.SubscriptionConfirmation(['a subscription']));
    const unusual = [answerOf(record(), (event) => event.setLink(record())), answerOf(halves, () => {}), answerOf(far, () => {}), confirmed, new ReadResp()];
    for (const answer of unusual) assert.is(plainEventIn(bytesOf(answer)), undefined);
  });
  it('takes no answer that was cut off, and never throws', () => {
    fc.assert(
      fc.property(aRecord, fc.nat(), (made, n) => {
        const answer = bytesOf(answerOf(recordOf(made), () => {}));
        assert.is(plainEventIn(answer.subarray(0, n % answer.length)), undefined);
      }),
    );
    fc.assert(fc.property(fc.uint8Array(), (noise) => void plainEventIn(Buffer.from(noise))));
  });
});
