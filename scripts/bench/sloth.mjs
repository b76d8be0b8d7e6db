// Where Sloth is, to be measured beside us: SLOTH names its program, else PATH has it.
//   git clone --branch v0.16.0 https://github.com/slok/sloth && cd sloth && go build -o sloth ./cmd/sloth
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** The path of Sloth's program; undefined, and a loud word about it, when there is none. */
export function slothProgram() {
  const given = process.env.SLOTH;
  const places = given
    ? [path.resolve(given)]
    : (process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, 'sloth'));
  const found = places.find(isProgram);
  if (found === undefined) {
    console.error(
      `\n!! Sloth is not there (${given ? `SLOTH=${given} is no program` : 'no sloth in PATH, and SLOTH is not set'}): only our own side is measured.\n`,
    );
  }
  return found;
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
