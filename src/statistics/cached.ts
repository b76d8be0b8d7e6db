/** Simulations that are kept; what one project asks for is far fewer. */
const MOST_KEPT = 2000;

/** A function that remembers what it computed, by the JSON of its argument; the oldest results go first. */
export function cached<Input, Output>(compute: (input: Input) => Output): (input: Input) => Output {
  const known = new Map<string, Output>();
  return (input) => {
    const key = JSON.stringify(input);
    const before = known.get(key);
    if (before !== undefined) return before;
    const output = compute(input);
    const [oldest] = known.keys();
    if (known.size >= MOST_KEPT && oldest !== undefined) known.delete(oldest);
    known.set(key, output);
    return output;
  };
}
