// The one short answer of `hub start`: as a table for a person, as a JSON line for a tool.

export type Login = { readonly email: string; readonly password: string; readonly tenant: string; readonly role: string };
export type Ready = { readonly address: string; readonly seconds: number; readonly logins: readonly Login[]; readonly data: string };

const SHOWN = ['coordinator', 'doctor', 'auditor', 'admin'];

export const readyJson = ({ address, logins }: Ready): string => `${JSON.stringify({ address, logins })}\n`;

function loginLines({ logins, data }: Ready): string[] {
  if (logins.length === 0) return ['  No demo logins (HUB_DEMO=off, or the data folder is older than the demo).'];
  const shown = logins.filter(({ role }) => SHOWN.includes(role));
  const width = Math.max(...shown.map((l) => l.email.length)) + 2;
  return [
    `  ${'sign in as'.padEnd(width)} ${'password'.padEnd(15)} ${'tenant'.padEnd(10)} role`,
    ...shown.map((l) => `  ${l.email.padEnd(width)} ${l.password.padEnd(15)} ${l.tenant.padEnd(10)} ${l.role}`),
    `  All ${logins.length} logins, one for each role: ${data}/demo.json`,
  ];
}

export const readyTable = (ready: Ready): string =>
  [
    '',
    `  Synchron Hub is ready after ${ready.seconds.toFixed(1)} s: ${ready.address}`,
    '',
    ...loginLines(ready),
    '',
    '  Try: sign in, open a case in review and decide its recommendations · replay it with the slider',
    '       npm run import -- FOLDER-OF-FHIR-BUNDLES · API: /docs · state: /ready · Ctrl-C stops everything',
    '',
    '',
  ].join('\n');
