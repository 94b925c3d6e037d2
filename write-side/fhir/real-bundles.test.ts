// The 63 Synthea bundles through the reader and the linker: whatever is rejected here would have to be justified.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import * as assert from 'uvu/assert';
import { describe, timeOf } from '#domain/patient/describe.ts';
import { spec } from '#infra/testing/spec.ts';
import { readPosted } from './bundle.ts';
import { link } from './link.ts';

const FOLDER = '../shared/data/fhir-r4';
const unless = existsSync(FOLDER) ? false : `no bundles in ${FOLDER}`;

spec('fhir: real bundles', (it) => {
  it(
    'each is one patient or none, whole, and every clinical resource has a time and a title',
    () => {
      const people: number[] = [];
      for (const file of readdirSync(FOLDER)) {
        const { groups, broken } = link(readPosted(JSON.parse(gunzipSync(readFileSync(`${FOLDER}/${file}`)).toString())));
        const faults = broken.flatMap((b) => b.faults);
        assert.equal(faults, [], file);
        people.push(groups.length);
        for (const { resource, expression } of groups.flatMap((g) => g.clinical)) {
          assert.ok(timeOf(resource), `${file} ${expression} has no time`);
          assert.is.not(describe(resource).title, resource.resourceType);
        }
      }
      assert.equal([people.length, people.filter((n) => n === 1).length, people.filter((n) => n === 0).length], [63, 62, 1]);
    },
    { unless },
  );
});
