import { equal } from 'uvu/assert';
import { spec } from '../testing/spec.ts';
import { importFaults, sources } from './imports.ts';

const whyOf = (file: string, line: string) => importFaults(new Map([[file, line]])).map(({ why }) => why);

spec('who may import whom', (it) => {
  it('the tree keeps the rules', () => equal(importFaults(sources()), []));
  it('the domain may not reach the machine', () => equal(whyOf('domain/case/decider.ts', "import { readFile } from 'node:fs';").length, 1));
  it('the domain may not import packages', () => equal(whyOf('domain/case/decider.ts', "import pg from 'pg';").length, 1));
  it('a slice may not import the rules of another', () =>
    equal(whyOf('domain/case/decider.ts', "import { patient } from '#domain/patient/decider.ts';").length, 1));
  it('projections may not decide', () => equal(whyOf('projections/x/projection.ts', "import { x } from '#domain/case/decider.ts';").length, 1));
  it('the read side may not import the write side', () =>
    equal(whyOf('read-side/case/routes.ts', "import { x } from '#write-side/kernel/dispatch.ts';").length, 1));
  it('nobody but tests imports infra', () => {
    equal(whyOf('write-side/case/routes.ts', "import { x } from '#infra/http/server.ts';").length, 1);
    equal(whyOf('write-side/case/routes.int.test.ts', "import { x } from '#infra/http/server.ts';"), []);
  });
  it('agents may not import an engine', () => equal(whyOf('agents/x/graph.ts', "import { Pool } from 'pg';").length, 1));
});
