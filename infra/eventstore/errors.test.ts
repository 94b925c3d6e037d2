import { equal } from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { isUnavailable, toHubError } from './errors.ts';

const of = (type: string | undefined, code: number) => Object.assign(new Error('as the client says it'), { ...(type && { type }), code });

spec('errors of the event store', (it) => {
  it('a server that is exhausted, away or late, and a connection cut in the middle, are to be asked again, whatever the client calls them', () => {
    for (const code of [1, 4, 8, 13, 14])
      for (const type of ['unknown', undefined]) {
        equal(isUnavailable(of(type, code)), true, `${type} ${code}`);
        equal(toHubError(of(type, code)).kind, 'unavailable');
      }
  });
  it('what the client has a type for is that, whatever its code', () => {
    equal(toHubError(of('wrong-expected-version', 9)).kind, 'conflict');
    equal(toHubError(of('access-denied', 8)).kind, 'bug');
  });
  it('anything else is a bug', () => equal(toHubError(of('unknown', 2)).kind, 'bug'));
});
