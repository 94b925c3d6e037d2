// Who may import whom, as data. docs/architecture.md explains it; imports.test.ts enforces it.
import { globSync, readFileSync } from 'node:fs';

type Rule = { layers: readonly string[]; packages: 'none' | readonly RegExp[] | 'any'; node: boolean };

const pure = [/^zod$/, /^canonicalize$/];
/** Per layer: the other layers it may import, the npm packages, and whether `node:` modules. */
const RULES: Readonly<Record<string, Rule>> = {
  domain: { layers: [], packages: [/^zod$/], node: false },
  'write-side': { layers: ['domain'], packages: pure, node: true },
  projections: { layers: ['domain'], packages: [...pure, /^@mikro-orm\/(core|postgresql)$/], node: true },
  'read-side': { layers: ['domain', 'projections'], packages: [...pure, /^@mikro-orm\/(core|postgresql)$/], node: true },
  agents: { layers: ['domain'], packages: [...pure, /^@langchain\/(langgraph|core)/], node: true },
  infra: { layers: ['domain', 'write-side', 'projections', 'read-side', 'agents'], packages: 'any', node: true },
};
const WEB = 'read-side/web/';
const IMPORT = /^\s*(?:import|export)\b[^'"]*?from\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

export type Fault = { file: string; imports: string; why: string };

function ruleOf(file: string): { layer: string; rule: Rule } | undefined {
  const layer = file.split('/')[0]!;
  const rule = RULES[layer];
  return rule && { layer, rule };
}

function faultOf(file: string, specifier: string, typeOnly: boolean): string | undefined {
  const { layer, rule } = ruleOf(file)!;
  const test = /\.test\.ts$/.test(file);
  if (specifier.startsWith('.'))
    return specifier.startsWith('../../../') && layer !== 'infra' ? 'cross a layer by its alias, not by a relative path' : undefined;
  if (specifier.startsWith('#')) return aliasFault(file, specifier, layer, rule, test, typeOnly);
  if (specifier.startsWith('node:')) return rule.node || test ? undefined : `${layer} may not know the machine`;
  if (test || rule.packages === 'any') return undefined;
  return rule.packages !== 'none' && rule.packages.some((p) => p.test(specifier)) ? undefined : `${layer} may not import this package`;
}

function aliasFault(file: string, specifier: string, layer: string, rule: Rule, test: boolean, typeOnly: boolean): string | undefined {
  const target = specifier.slice(1).split('/')[0]!;
  if (target === 'infra') return test || layer === 'infra' ? undefined : 'infra is imported by nobody but tests';
  if (test && layer !== 'domain') return undefined;
  if (target !== layer && !rule.layers.includes(target)) return `${layer} may not import ${target}`;
  if (/\/decider\.ts$/.test(specifier) && !specifier.startsWith('#domain/kernel/') && ['projections', 'read-side', 'agents'].includes(layer))
    return `${layer} may not decide`;
  return layer === 'domain' ? sliceFault(file, specifier, typeOnly) : undefined;
}

/** Inside the domain: the kernel, the own slice by relative path, and other slices' messages as types. */
function sliceFault(file: string, specifier: string, typeOnly: boolean): string | undefined {
  const [, from] = file.split('/');
  const [, to] = specifier.slice(1).split('/');
  if (to === 'kernel' || from === to || from === 'index.ts' || file.endsWith('.test.ts')) return undefined;
  return typeOnly && specifier.endsWith('/messages.ts') ? undefined : 'a slice knows another only by the types of its messages';
}

export function importFaults(files: ReadonlyMap<string, string>): Fault[] {
  return [...files].flatMap(([file, text]) =>
    [...text.matchAll(IMPORT)].flatMap((match) => {
      const imports = (match[1] ?? match[2] ?? match[3])!;
      const why = faultOf(file, imports, /^\s*(import|export) type\b/.test(match[0]));
      return why ? [{ file, imports, why }] : [];
    }),
  );
}

export function sources(): Map<string, string> {
  const files = globSync('{domain,write-side,projections,read-side,agents,infra}/**/*.ts', { exclude: (p) => /node_modules|\bdist\b/.test(p) });
  return new Map(files.filter((f) => !f.startsWith(WEB)).map((f) => [f, readFileSync(f, 'utf8')]));
}
