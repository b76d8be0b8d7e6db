/** Edges from each node to those that it needs; nodes that are not listed are ignored. */
export type EdgesOf<Node> = (node: Node) => Iterable<Node>;

/**
 * Nodes grouped into cycles: each node alone, or with all that it needs and that need it in turn. Groups that are needed come
 * before those that need them, else in the order of the nodes.
 * Tarjan's algorithm: https://doi.org/10.1137/0201010.
 */
export function cyclesFirstNeeded<Node>(nodes: readonly Node[], edgesOf: EdgesOf<Node>): Node[][] {
  const known = new Set(nodes);
  const found = new Map<Node, { index: number; lowest: number; open: boolean }>();
  const stack: Node[] = [];
  const groups: Node[][] = [];
  const visit = (node: Node): { index: number; lowest: number; open: boolean } => {
    const own = { index: found.size, lowest: found.size, open: true };
    found.set(node, own);
    stack.push(node);
    for (const next of edgesOf(node)) {
      if (!known.has(next)) continue;
      const seen = found.get(next);
      if (seen === undefined) own.lowest = Math.min(own.lowest, visit(next).lowest);
      else if (seen.open) own.lowest = Math.min(own.lowest, seen.index);
    }
    if (own.lowest === own.index) {
      const group = stack.splice(stack.indexOf(node));
      for (const member of group) Object.assign(found.get(member) ?? {}, { open: false });
      groups.push(group);
    }
    return own;
  };
  for (const node of nodes) if (!found.has(node)) visit(node);
  return groups;
}

/** Nodes grouped by whether any path of edges, in whatever direction, joins them; in the order of the nodes. */
export function islands<Node>(nodes: readonly Node[], edgesOf: EdgesOf<Node>): Node[][] {
  const neighbours = new Map(nodes.map((node) => [node, new Set<Node>()]));
  for (const node of nodes) {
    for (const other of edgesOf(node)) {
      if (!neighbours.has(other)) continue;
      neighbours.get(node)?.add(other);
      neighbours.get(other)?.add(node);
    }
  }
  const seen = new Set<Node>();
  const groups: Node[][] = [];
  for (const start of nodes) {
    if (seen.has(start)) continue;
    const group = new Set([start]);
    // A set hands out what is added while it is walked.
    for (const node of group) for (const other of neighbours.get(node) ?? []) group.add(other);
    for (const node of group) seen.add(node);
    groups.push(nodes.filter((node) => group.has(node)));
  }
  return groups;
}

/** Whether a path of edges leads from one node to another. */
export function leadsTo<Node>(from: Node, to: Node, edgesOf: EdgesOf<Node>): boolean {
  const reached = new Set([from]);
  for (const node of reached) for (const next of edgesOf(node)) reached.add(next);
  return reached.has(to);
}
