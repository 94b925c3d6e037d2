// The engine's own syntax tree, as EXPLAIN AST prints it: one node a line, as deep as its indentation.

export type Node = { readonly kind: string; readonly text: string; readonly children: Node[] };

const LINE = /^( *)([A-Za-z]+)(?: (?!\(children \d+\)$)(.*?))?(?: \(children (\d+)\))?$/;
type Open = { readonly node: Node; readonly depth: number; readonly expects: number };

/**
 * Undefined when the lines are not one tree in which every node has as many children as it says: then somebody wrote a name that looks
 * like a line, and nothing that follows can be trusted.
 */
export function treeOf(lines: readonly string[]): Node | undefined {
  const path: Open[] = [];
  const all: Open[] = [];
  for (const line of lines) {
    const match = LINE.exec(line);
    if (!match) return undefined;
    const [, indent, kind, text = '', children = '0'] = match;
    const depth = indent!.length;
    if (depth > path.length || (depth === 0 && all.length > 0)) return undefined;
    path.length = depth;
    const open = { node: { kind: kind!, text, children: [] }, depth, expects: Number(children) };
    path.at(-1)?.node.children.push(open.node);
    path.push(open);
    all.push(open);
  }
  return all.every(({ node, expects }) => node.children.length === expects) ? all[0]?.node : undefined;
}

/** What stands before the alias. */
export const nameOf = ({ text }: Node): string => text.replace(/ \(alias [\s\S]*$/, '');
