import * as assert from 'uvu/assert';
import { slices } from '#domain/index.ts';
import { spec } from '../testing/spec.ts';
import type { AvroType } from './avro.ts';
import { changesSince } from './changes.ts';
import { incompatibilities } from './compatible.ts';
import { bySubject, readHistory, schemaId, textOf } from './history.ts';
import { messageSchemas } from './messages.ts';

const history = readHistory();
const HOW = 'run `npm run hub -- schemas` and commit what it writes';

spec('the history of schemas', (it) => {
  it('every message stands in it as it is now, and none has changed so that somebody cannot read it', () => {
    const changes = changesSince(history, messageSchemas(slices));
    assert.equal(
      changes.flatMap(({ subject, faults }) => faults.map((fault) => `${subject}: ${fault}`)),
      [],
    );
    assert.equal(
      changes.map(({ what, subject }) => `${what}: ${subject}`),
      [],
      HOW,
    );
  });
  it('versions of a subject count from one, without gap', () => {
    for (const [subject, versions] of bySubject(history))
      assert.equal(
        versions.map(({ version }) => version),
        versions.map((_, i) => i + 1),
        subject,
      );
  });
  it('every version that was published goes together with every other of its subject', () => {
    for (const versions of bySubject(history).values())
      for (const later of versions.slice(1))
        for (const earlier of versions.slice(0, later.version - 1))
          if (later.schemaType === 'AVRO') assert.equal(incompatibilities(later.schema as AvroType, earlier.schema as AvroType), [], later.subject);
  });
  it('an id names one schema', () => {
    const texts = Map.groupBy(history, schemaId);
    for (const [id, versions] of texts) assert.is(new Set(versions.map((v) => v.schemaType + textOf(v))).size, 1, String(id));
  });
});
