import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { is, ok } from 'uvu/assert';
import { spec } from '../testing/spec.ts';
import { lockFolder } from './instance-lock.ts';

spec('one hub per data folder', (it, { setup, teardown }) => {
  let folder = '';
  setup(() => void (folder = mkdtempSync(join(tmpdir(), 'hub-lock-'))));
  teardown(() => rmSync(folder, { recursive: true }));
  it('the second is refused, and let in once the first is gone', async () => {
    const first = await lockFolder(folder);
    ok(first);
    is(await lockFolder(folder), undefined);
    first.release();
    await new Promise((r) => setTimeout(r, 20));
    const again = await lockFolder(folder);
    ok(again);
    again.release();
  });
});
