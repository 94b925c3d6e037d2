// Runs before the roles: tables, keys and the warehouse as today's code expects them; then the demo, if the hub is empty.
import { migrateWarehouse } from '#infra/clickhouse/migrate.ts';
import { migrateSessions } from '#infra/auth/migrate-sessions.ts';
import { openSigningKeys } from '#infra/auth/keys.ts';
import { migrateMark } from '#infra/erasure/book.ts';
import { migrateMail } from '#infra/mail/migrate-mail.ts';
import { migrate } from '#infra/postgres/migrate.ts';
import { makePool } from '#infra/postgres/pool.ts';
import { makeReader } from '#infra/postgres/reader.ts';
import { migrateConnections } from '#infra/sockets/connection-book.ts';
import { unavailable } from '#infra/sealing/key-rows.ts';
import { migrateKeys } from '#infra/sealing/sealing.ts';
import { FEED_VERSION, makeChecks, makeLedger } from '#projections/warehouse/index.ts';
import { repeatErasures } from '../erasing.ts';
import { makeFoundation } from '../foundation.ts';
import { openSigner } from '../ledger-signer.ts';
import { parent } from '../role-process.ts';
import type { Role } from '../role.ts';
import { seedDemo } from '../seed.ts';
import { untilItAnswers } from '../until-it-answers.ts';

export const run: Role = async (config) => {
  const base = makeFoundation(config, 'setup');
  const owner = makePool({ url: config.postgresUrl, max: 2, name: 'hub setup' });
  const tables = async () => {
    await migrate({ url: config.postgresUrl, passwords: base.secrets.passwords });
    await migrateSessions(owner);
    await migrateMail(owner);
    await migrateConnections(owner);
    await makeLedger({ sql: owner, version: FEED_VERSION }).migrate();
    await makeChecks({ sql: owner }).migrate();
    await migrateMark(owner);
  };
  const patiently = <T>(what: string, work: () => Promise<T>) => untilItAnswers(what, work, parent);
  await Promise.all([
    patiently('the database', () => tables().catch(unavailable)),
    patiently('the database for keys', () => migrateKeys(base.keys)),
    patiently('the warehouse', () => migrateWarehouse({ url: config.clickHouseUrl })),
    openSigner(config, { make: !config.production }).keys(),
    openSigningKeys(base.secrets.signingKeysFile), // made here once, so that no two roles race to make it
  ]);
  const reader = makeReader({ url: base.appUrl, max: 2 });
  await patiently('the engines', () => repeatErasures(base, config, { owner, reader })).finally(() => reader.close());
  const done = config.demo ? seedDemo(base, config.data, parent.say) : Promise.resolve();
  return {
    done,
    stop: async () => {
      await Promise.all([owner.end(), base.close()]);
    },
  };
};
