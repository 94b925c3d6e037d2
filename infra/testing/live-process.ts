// A process that serves live updates and nothing else, for tests that kill it: `node live-process.ts APP_URL PORT`. A token is `tenant.role`.
import { createServer } from 'node:http';
import { rightsOf, type Role } from '#domain/kernel/roles.ts';
import { makeLog } from '../log/log.ts';
import { makeFeed } from '../postgres/feed.ts';
import { listen } from '../postgres/listen.ts';
import { makePool } from '../postgres/pool.ts';
import { makeLive } from '../sockets/live.ts';

const [appUrl = '', port = '0'] = process.argv.slice(2);
const server = createServer();
await makeLive({
  server,
  verify: async (token) => {
    const [tenant, role] = token.split('.') as [string, Role];
    return { tenant, memberId: token, roles: [role], rights: rightsOf([role]), session: 's', asOf: 0n, expiresAt: Date.now() + 3_600_000 };
  },
  maySeeCase: async () => true,
  feed: makeFeed(makePool({ url: appUrl, max: 4, name: 'live process', pipeline: true })),
  listen: (poke) => listen(appUrl, 'hub_live', { onNotice: poke, onListening: poke }),
  log: makeLog({ level: 'silent' }),
  metrics: { connections: () => undefined, pushed: () => undefined, dropped: () => undefined },
});
server.listen(Number(port), '127.0.0.1', () => console.log('ready'));
process.on('disconnect', () => process.exit(0));
