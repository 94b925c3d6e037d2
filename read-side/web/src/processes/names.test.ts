import * as assert from 'uvu/assert';
import { processes } from '#domain/processes.ts';
import { spec } from '#infra/testing/spec.ts';
import { isKey } from '../i18n/catalogue.ts';
import { PROCESSES } from './names.ts';

spec('processes in words', (it) => {
  it('every process of the hub can be chosen, and has a name and a remedy', () => {
    assert.equal(
      PROCESSES,
      processes.map(({ name }) => name),
    );
    assert.equal(
      PROCESSES.filter((name) => !isKey(`process.${name}`) || !isKey(`unstick.${name}`)),
      [],
    );
  });
  it('what is awaited after each of their steps is worded', () => {
    const steps = processes.flatMap(({ steps }) => Object.keys(steps));
    assert.equal(
      steps.filter((step) => !isKey(`waits.${step}`)),
      [],
    );
  });
});
