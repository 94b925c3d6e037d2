// Without a mail server, mails stay on this machine: a file each, and a page that shows them. Never in production, never to another machine.
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { HubError } from '#domain/kernel/errors.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import type { Deliver } from './mailer.ts';

const stored = z.object({ at: z.string(), to: z.string(), subject: z.string(), text: z.string() });
const SHOWN = 50;

/** Written beside and renamed; sending again writes the same file. */
export const catchInto =
  (folder: string): Deliver =>
  async ({ id, to, subject, text }) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, `${id}.json`);
    await writeFile(`${file}.new`, JSON.stringify({ at: new Date().toISOString(), to, subject, text }), { mode: 0o600 });
    await rename(`${file}.new`, file);
  };

export async function caughtIn(folder: string): Promise<z.infer<typeof stored>[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));
  const mails = await Promise.all(names.map(async (name) => stored.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))));
  return mails.toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, SHOWN);
}

const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const linked = (text: string): string => escape(text).replace(/https?:\/\/[^\s<]+/g, (url) => `<a href="${url}">${url}</a>`);

const page = (mails: readonly z.infer<typeof stored>[]): string => `<!doctype html>
<html lang="tr"><head><meta charset="utf-8"><title>Yakalanan iletiler · Caught mails</title><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head>
<body><main><h1>Yakalanan iletiler <span lang="en">· Caught mails</span></h1>
<p>SMTP_URL ayarlı değil; iletiler gönderilmez, burada durur. <span lang="en">SMTP_URL is not set: mails are not sent, they stay here.</span></p>
${mails.map(({ at, to, subject, text }) => `<article><h2>${escape(subject)}</h2><p><time>${escape(at)}</time> → ${escape(to)}</p><pre>${linked(text)}</pre></article>`).join('\n')}
</main></body></html>`;

const isHere = (host = ''): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(host);

/** `GET /mails`. Mount it only where the hub listens to this machine alone; a foreign Host is refused besides, against rebinding. */
export const caughtPage = (folder: string): Route =>
  route({
    method: 'get',
    path: '/mails',
    summary: 'Mails that were caught, since no mail server is set',
    tag: 'development',
    roles: 'public',
    answers: { 200: { description: 'A page' } },
    handle: async ({ headers }) => {
      if (!isHere(headers['host'])) throw new HubError('forbidden', 'mail.elsewhere', 'Caught mails are shown on the machine of the hub only.');
      return { status: 200, body: page(await caughtIn(folder)), headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' } };
    },
  });
