// The files of the browser page, read once.
import { readFileSync } from 'node:fs';
import { type Answer, answer } from './answer.ts';

const FILES = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/page/icon.svg': ['icon.svg', 'image/svg+xml'],
  '/page/app.js': ['app.js', 'text/javascript; charset=utf-8'],
  '/page/views.js': ['views.js', 'text/javascript; charset=utf-8'],
  '/page/words.js': ['words.js', 'text/javascript; charset=utf-8'],
  '/page/style.css': ['style.css', 'text/css; charset=utf-8'],
} as const;

export function makeFiles(): (path: string) => Answer | undefined {
  const answers = new Map(
    Object.entries(FILES).map(([path, [file, type]]) => [path, answer(200, type, readFileSync(new URL(`../web/${file}`, import.meta.url)))]),
  );
  return (path) => answers.get(path);
}
