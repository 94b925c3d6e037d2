// The same suites with @kurrent/kurrentdb-client, whose reads go through another HTTP/2 and protobuf implementation. Each in a process of its
// own, since the generated code of the two clients shares global names.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import { spec } from '../../testing/spec.ts';

const SUITES = ['append', 'read', 'subscribe', 'persistent', 'server', 'secure', 'projections'] as const;
const env = { ...process.env, EVENTSTORE_CLIENT: '@kurrent/kurrentdb-client', NODE_NO_WARNINGS: '1' };

/** Runs one file; answers what it printed when it failed. */
const run = (suite: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    const file = fileURLToPath(new URL(`./${suite}.int.test.ts`, import.meta.url));
    execFile(process.execPath, [file], { env, timeout: 50_000 }, (error, out, err) => resolve(error ? `${out}\n${err}` : undefined));
  });

spec('the newer official client', (it) => {
  for (const suite of SUITES)
    it(`passes what the older client passes: ${suite}`, async () => {
      assert.is(await run(suite), undefined);
    });
});
