import { equal, match, ok, throws } from 'uvu/assert';
import { spec } from '../testing/spec.ts';
import { ConfigError, readConfig } from './config.ts';

const broken = (env: Record<string, string>) => {
  try {
    readConfig(env);
  } catch (error) {
    ok(error instanceof ConfigError);
    return error.message;
  }
  throw new Error('it was accepted');
};

spec('settings', (it) => {
  it('nothing set is a demo on this machine only', () => {
    const { port, host, demo, eventStoreUrl } = readConfig({});
    equal({ port, host, demo, eventStoreUrl }, { port: 3000, host: '127.0.0.1', demo: true, eventStoreUrl: undefined });
  });
  it('an empty string counts as unset', () => equal(readConfig({ HUB_PORT: '' }).port, 3000));
  it('every broken setting is named at once', () => {
    const message = broken({ HUB_PORT: 'x', POSTGRES_URL: 'mysql://a' });
    match(message, /HUB_PORT/);
    match(message, /POSTGRES_URL.*postgres/);
  });
  it('production refuses demo logins', () => match(broken({ NODE_ENV: 'production', HUB_ROOT_KEY_FILE: '/k' }), /HUB_DEMO=off/));
  it('production refuses a default root key', () => match(broken({ NODE_ENV: 'production', HUB_DEMO: 'off' }), /HUB_ROOT_KEY_FILE/));
  it('production starts with its own key and no demo', () => ok(readConfig({ NODE_ENV: 'production', HUB_DEMO: 'off', HUB_ROOT_KEY_FILE: '/k' }).production));
  it('demo logins are refused on an address others can reach', () => match(broken({ HUB_HOST: '0.0.0.0' }), /HUB_DEMO=off/));
  it('production talks to Stripe and Meta themselves', () =>
    match(
      broken({ NODE_ENV: 'production', HUB_DEMO: 'off', HUB_ROOT_KEY_FILE: '/k', STRIPE_URL: 'http://a', META_URL: 'http://a' }),
      /STRIPE_URL.*\nMETA_URL/,
    ));
  it('a projections process works on everything unless some groups are named, and on no others', () => {
    equal(readConfig({}).projectionGroups, ['views', 'warehouse', 'ledger']);
    equal(readConfig({ HUB_PROJECTION_GROUPS: 'ledger, views' }).projectionGroups, ['ledger', 'views']);
    match(broken({ HUB_PROJECTION_GROUPS: 'rows' }), /HUB_PROJECTION_GROUPS/);
  });
  it('the settings cannot be changed afterwards', () => throws(() => Object.assign(readConfig({}), { port: 1 })));
});
