// What an analyst's statement may be made of, judged on the syntax tree that the engine's own parser made of it.
import { READABLE } from '#projections/warehouse/analytics/dictionary.ts';
import { ANALYTICS } from '#projections/warehouse/analytics/view.ts';
import { isPlainFunction, TABLE_FUNCTIONS } from './functions.ts';
import { type Node, nameOf } from './syntax-tree.ts';

const KINDS: ReadonlySet<string> = new Set(
  (
    'SelectWithUnionQuery SelectIntersectExceptQuery SelectQuery ExpressionList Function Identifier TableIdentifier Literal Asterisk QualifiedAsterisk ' +
    'ColumnsRegexpMatcher ColumnsListMatcher ColumnsTransformerList ColumnsExceptTransformer Subquery TablesInSelectQuery TablesInSelectQueryElement ' +
    'TableExpression TableJoin ArrayJoin OrderByElement WithElement WindowDefinition WindowListElement SampleRatio'
  ).split(' '),
);
const WORDS: Readonly<Record<string, string>> = { Set: 'SETTINGS', ColumnsApplyTransformer: 'APPLY', ColumnsReplaceTransformer: 'REPLACE' };
/** Their right side may be the name of a table. */
const MEMBERSHIP = /^(global)?(not)?(null)?in(ignoreset)?$|^(global)?notnullin(ignoreset)?$/i;
/** Databases nobody but the hub reads; a column that is called so needs another alias. */
const CLOSED: ReadonlySet<string> = new Set(['hub', 'system', 'default', 'information_schema', '_temporary_and_external_tables']);
const readable: ReadonlySet<string> = new Set(READABLE);

/** One name is a view of the analysts' database or a name the statement itself made: nothing else is in that database. */
function tableFault(name: string): string | undefined {
  const [database, table, ...more] = name.split('.');
  if (table === undefined) return undefined;
  if (database === ANALYTICS && more.length === 0 && readable.has(table)) return undefined;
  return `${name} cannot be read; the dictionary lists what can`;
}

function functionFault(node: Node, parent: Node | undefined): string | undefined {
  const name = nameOf(node);
  if (parent?.kind === 'TableExpression') return TABLE_FUNCTIONS.has(name.toLowerCase()) ? undefined : `table function ${name} is not allowed`;
  if (!isPlainFunction(name)) return `function ${name} is not allowed`;
  const set = MEMBERSHIP.test(name) ? node.children[0]?.children[1] : undefined;
  return set?.kind === 'Identifier' ? tableFault(nameOf(set)) : undefined;
}

function nodeFault(node: Node, parent: Node | undefined): string | undefined {
  if (!KINDS.has(node.kind)) return `${WORDS[node.kind] ?? node.kind} is not allowed`;
  if (node.kind === 'Function') return functionFault(node, parent);
  if (node.kind === 'TableIdentifier') return tableFault(nameOf(node));
  if (node.kind === 'Identifier') {
    const [first] = nameOf(node).split('.');
    return CLOSED.has(first!.toLowerCase()) ? `${nameOf(node)} cannot be read` : undefined;
  }
  if (node.kind === 'SelectWithUnionQuery' && parent && node.children.some((child) => child.kind !== 'ExpressionList')) return 'FORMAT belongs to the end';
  return undefined;
}

function faultWithin(node: Node, parent?: Node): string | undefined {
  const own = nodeFault(node, parent);
  if (own) return own;
  for (const child of node.children) {
    const fault = faultWithin(child, node);
    if (fault) return fault;
  }
  return undefined;
}

export type Verdict = { readonly fault: string } | { readonly format?: string };

/** Why the statement is refused, or the format it asks for. */
export function judge(tree: Node): Verdict {
  if (tree.kind !== 'SelectWithUnionQuery') return { fault: 'only one SELECT can be asked' };
  const [list, format, ...more] = tree.children;
  if (list?.kind !== 'ExpressionList' || more.length > 0) return { fault: 'nothing may follow the SELECT but FORMAT' };
  if (format && format.kind !== 'Identifier') return { fault: `${WORDS[format.kind] ?? 'INTO OUTFILE'} is not allowed` };
  const fault = faultWithin({ ...tree, children: [list] });
  return fault ? { fault } : { format: format && nameOf(format) };
}
