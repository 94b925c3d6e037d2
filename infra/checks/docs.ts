// Reads what the documents promise, so that a test can compare it with the code.
import { globSync, readFileSync } from 'node:fs';
import { sources } from './imports.ts';

/** The cells of every table row of a Markdown file, header and rule rows left out. */
export function tableRows(file: string): string[][] {
  const rows = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
  const rules = rows.map((row) => row.every((cell) => /^:?-+:?$/.test(cell)));
  return rows.filter((_, i) => !rules[i] && !rules[i + 1]);
}

/** Every error and rejection code that product code can answer with. */
export function codesInCode(files: ReadonlyMap<string, string> = sources()): Set<string> {
  const product = [...files].filter(([file]) => !/\.test\.ts$|^infra\/(testing|bench|checks)\//.test(file)).map(([, text]) => text);
  const pattern = /new HubError\(\s*'[a-z-]+',\s*'([a-z-]+\.[a-z-]+)'|\breject\(\s*'([a-z-]+\.[a-z-]+)'/g;
  return new Set(product.flatMap((text) => [...text.matchAll(pattern)].map((m) => (m[1] ?? m[2])!)));
}

/** All titles of tests, as written: `it('…'`. */
export function testTitles(): Set<string> {
  const files = globSync('{domain,write-side,projections,read-side,agents,infra}/**/*.test.ts', { exclude: (p) => /node_modules|\bdist\b/.test(p) });
  return new Set(files.flatMap((f) => [...readFileSync(f, 'utf8').matchAll(/\bit\(\s*(['"`])((?:(?!\1).)+)\1/g)].map((m) => m[2]!)));
}
