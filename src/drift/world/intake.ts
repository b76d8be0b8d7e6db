import { quoteName } from '../counting/sql.ts';
import type { AppendedColumn, Carrier, Engine } from '../engine.ts';

/** A column, and what its values come over as. */
export interface IntakeColumn {
  readonly name: string;
  readonly carrier: Carrier;
  /** The value, in the SQL of the engine, of what `carried` names. */
  readonly value: (carried: string) => string;
}

/** Takes rows into a temporary table, as values. */
export interface Intake {
  /** What has the columns of the table, for a condition. */
  readonly typed: string;
  /** Adds rows, column by column: those that a condition holds for. */
  take(rows: readonly AppendedColumn['values'][], condition?: string): Promise<void>;
  /** Removes all but the table. */
  end(): Promise<void>;
}

/** Makes the temporary table `name`, empty, and what takes rows into it. Throws an EngineError. */
export async function openIntake(
  engine: Engine,
  name: string,
  columns: readonly IntakeColumn[],
): Promise<Intake> {
  const [raw, typed] = [`${name} raw`, quoteName(`${name} typed`)];
  const emptyRaw = `CREATE OR REPLACE TEMP TABLE ${quoteName(raw)} (${columns.map(({ carrier }, index) => `c${index} ${carrier}`).join(', ')})`;
  await engine.run(emptyRaw);
  const values = columns.map((column, index) => `${column.value(`c${index}`)} AS ${quoteName(column.name)}`);
  await engine.run(
    `CREATE OR REPLACE TEMP VIEW ${typed} AS SELECT ${values.join(', ')} FROM ${quoteName(raw)}`,
  );
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${quoteName(name)} AS FROM ${typed} LIMIT 0`);
  return {
    typed,
    async take(rows, condition) {
      await engine.append(
        raw,
        columns.map(({ carrier }, index) => ({ carrier, values: rows[index] ?? [] })),
      );
      await engine.run(
        `INSERT INTO ${quoteName(name)} FROM ${typed}${condition === undefined ? '' : ` WHERE ${condition}`}`,
      );
      // Deleted rows would stay in memory.
      await engine.run(emptyRaw);
    },
    async end() {
      await engine.run(`DROP VIEW ${typed}`);
      await engine.run(`DROP TABLE ${quoteName(raw)}`);
    },
  };
}
