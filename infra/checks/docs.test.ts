import { existsSync, globSync, readFileSync } from 'node:fs';
import { equal, ok } from 'uvu/assert';
import { spec } from '../testing/spec.ts';
import { codesInCode, tableRows, testTitles } from './docs.ts';
import { missingOptionals, readLock } from './lockfile.ts';

const difference = (a: Iterable<string>, b: Iterable<string>) => [...new Set(a)].filter((x) => !new Set(b).has(x)).sort();
const bare = (cell: string) => cell.replaceAll('`', '');
const packageJson = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
  'dependencies' | 'devDependencies' | 'optionalDependencies',
  Record<string, string>
>;

spec('documents agree with the code', (it) => {
  it('every dependency has its reason, and every reason its dependency', () => {
    const used = Object.keys({ ...packageJson.dependencies, ...packageJson.devDependencies, ...packageJson.optionalDependencies });
    const explained = tableRows('docs/dependencies.md').map(([name]) => bare(name!));
    equal({ unexplained: difference(used, explained), gone: difference(explained, used) }, { unexplained: [], gone: [] });
  });
  it('dependencies are pinned exactly', () => {
    const ranges = Object.values({ ...packageJson.dependencies, ...packageJson.devDependencies }).filter((v) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(v));
    equal(ranges, []);
  });
  it('the lock lists the optional packages of every platform', () => equal([...missingOptionals(readLock()).keys()], []));
  it('every error code is documented, and every documented code exists', () => {
    const documented = tableRows('docs/errors.md').map(([code]) => bare(code!));
    equal({ undocumented: difference(codesInCode(), documented), gone: difference(documented, codesInCode()) }, { undocumented: [], gone: [] });
  });
  it('every guarantee names a test that exists', () => {
    const titles = testTitles();
    const rows = tableRows('docs/guarantees.md');
    ok(rows.length > 0);
    equal(
      rows.map(([, title]) => bare(title!)).filter((title) => !titles.has(title)),
      [],
    );
  });
  it('every relative link in the documents leads somewhere', () => {
    const broken = ['README.md', ...globSync('docs/**/*.md')].flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .map((m) => new URL(m[1]!, `file://${process.cwd()}/${file}`))
        .filter((url) => !existsSync(url))
        .map((url) => `${file}: ${url.pathname}`),
    );
    equal(broken, []);
  });
});

spec('every slice, view and agent is registered', (it) => {
  const folders = (layer: string) =>
    globSync(`${layer}/*/`)
      .map((f) => f.split('/')[1]!)
      .filter((name) => !['kernel', 'web'].includes(name));
  /** An index may name some of its folders in a list of their own beside it. */
  const withItsLists = (file: string): string => {
    const text = readFileSync(file, 'utf8');
    const lists = [...text.matchAll(/from '\.\/(\w+\.ts)'/g)].map((m) => readFileSync(file.replace('index.ts', m[1]!), 'utf8'));
    return [text, ...lists].join('\n');
  };
  for (const layer of ['domain', 'write-side', 'projections', 'read-side', 'agents'])
    it(`${layer}/index.ts names every folder of the layer`, () => {
      const index = withItsLists(`${layer}/index.ts`);
      equal(
        folders(layer).filter((name) => !index.includes(`./${name}/`)),
        [],
      );
    });
});
