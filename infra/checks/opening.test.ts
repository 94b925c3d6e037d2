import { equal, ok } from 'uvu/assert';
import { MANIFESTS } from '../main/manifests.ts';
import { spec } from '../testing/spec.ts';
import { sources } from './imports.ts';
import { openingFaults } from './opening.ts';

const whyOf = (file: string, text: string) => openingFaults(new Map([[file, text]])).map(({ why }) => why);

spec('where sealed values are opened', (it) => {
  it('no file opens them but the seam that records it and the parts with a manifest', () => equal(openingFaults(sources()), []));
  it('a file that deciphers by itself is found, wherever it is', () => {
    equal(whyOf('infra/http/handler.ts', "import { createDecipheriv } from 'node:crypto';"), ['only sealing deciphers']);
    equal(whyOf('infra/erasure/process.ts', "import { decrypt } from '../sealing/aead.ts';").length, 1);
    equal(whyOf('infra/main/screen.ts', 'const { open } = makeSealing({ pool, root });').length, 1);
    equal(whyOf('infra/main/roles/api.ts', "base.openWithin({ name: 'x', fields: ['resource'] })").length, 1);
    equal(whyOf('infra/main/roles/api.ts', 'base.openWithin(MANIFESTS.mail)'), []);
    equal(whyOf('infra/bench/x.ts', 'makeSealing({ pool, root })'), []);
  });
  it('whoever opens without a disclosure shows it to nobody, and is named here', () => {
    const quiet = Object.entries(MANIFESTS).flatMap(([name, { told }]) => (told ? [] : [name]));
    equal(quiet, ['account', 'mail', 'commands', 'sender', 'providers', 'views', 'warehouse']);
    for (const { name, fields } of Object.values(MANIFESTS)) ok(fields.length > 0 && fields.every((field) => /^\w+$/.test(field)), name);
  });
});
