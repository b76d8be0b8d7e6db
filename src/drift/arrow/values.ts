import { DataType, Precision, type Timestamp, TimeUnit, type Vector } from 'apache-arrow';
import { quoteName } from '../counting/sql.ts';
import type { Carrier } from '../engine.ts';

/** How the values of a column of Arrow come over. */
export interface ArrowReading {
  readonly carrier: Carrier;
  /** What is carried of a value that is not null. */
  readonly write: (value: unknown) => string | number | bigint;
  /** The value, in the SQL of the engine, of what `carried` names. */
  readonly value: (carried: string) => string;
  /** True where the type has no counterpart, so that its text stands for the value. */
  readonly isAsText: boolean;
}

/** How a column of a type is read (https://arrow.apache.org/docs/format/Columnar.html): as the engine reads the same type in Parquet. */
export function readingOf(type: DataType): ArrowReading {
  if (DataType.isDictionary(type)) return readingOf(type.dictionary);
  if (DataType.isTimestamp(type)) {
    const make = hasZone(type) ? 'make_timestamptz' : 'make_timestamp';
    return numbers(microseconds, (number) => `${make}(${number}::BIGINT)`);
  }
  if (DataType.isDate(type)) return numbers(Number, (number) => `epoch_ms(${number}::BIGINT)::DATE`);
  if (DataType.isBool(type)) return numbers(Number, (number) => `${number} = 1`);
  if (DataType.isInt(type) && type.isSigned && type.bitWidth === 64)
    return {
      carrier: 'BIGINT',
      write: (value) => value as bigint,
      value: (number) => number,
      isAsText: false,
    };
  const scalar = scalarOf(type);
  if (DataType.isFloat(type) || (DataType.isInt(type) && type.bitWidth < 64))
    return numbers(Number, (number) => `${number}::${scalar?.type}`);
  if (DataType.isTime(type) || DataType.isDuration(type))
    return texts(unitsOf(type.unit), (text) => `to_microseconds(${text}::BIGINT)`);
  if (isBytes(type)) return texts(hex, (text) => `unhex(${text})`);
  if (scalar !== undefined)
    return texts(scalar.write, (text) => (scalar.type === 'VARCHAR' ? text : `${text}::${scalar.type}`));
  const nested = nestedOf(type);
  if (nested !== undefined) return texts(nested.write, (text) => `${text}::JSON::${nested.type}`);
  return { ...texts(String, (text) => text), isAsText: true };
}

function numbers(write: (value: unknown) => number, value: ArrowReading['value']): ArrowReading {
  return { carrier: 'DOUBLE', write, value, isAsText: false };
}

function texts(write: (value: unknown) => string, value: ArrowReading['value']): ArrowReading {
  return { carrier: 'VARCHAR', write, value, isAsText: false };
}

interface Written {
  /** Of the engine. */
  readonly type: string;
  readonly write: (value: unknown) => string;
}

/** Types whose texts the engine casts as they are. */
function scalarOf(type: DataType): Written | undefined {
  if (DataType.isNull(type)) return { type: 'INTEGER', write: String };
  if (DataType.isBool(type)) return { type: 'BOOLEAN', write: String };
  if (DataType.isInt(type)) return { type: integer(type), write: String };
  if (DataType.isFloat(type))
    return { type: type.precision === Precision.DOUBLE ? 'DOUBLE' : 'FLOAT', write: String };
  if (DataType.isDecimal(type)) {
    const { precision, scale } = type;
    const isExact = precision <= 38 && scale >= 0;
    return {
      type: isExact ? `DECIMAL(${precision}, ${scale})` : 'DOUBLE',
      write: (value) => decimal(String(value), scale),
    };
  }
  return isText(type) ? { type: 'VARCHAR', write: String } : undefined;
}

function integer({ isSigned, bitWidth }: { readonly isSigned: boolean; readonly bitWidth: number }): string {
  const sizes: Readonly<Record<number, string>> = {
    8: 'TINYINT',
    16: 'SMALLINT',
    32: 'INTEGER',
    64: 'BIGINT',
  };
  return `${isSigned ? '' : 'U'}${sizes[bitWidth]}`;
}

function isText(type: DataType): boolean {
  return DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type);
}

function isBytes(type: DataType): boolean {
  return (
    DataType.isBinary(type) ||
    DataType.isLargeBinary(type) ||
    DataType.isBinaryView(type) ||
    DataType.isFixedSizeBinary(type)
  );
}

/** Types within lists and structs, and these, as JSON. Times in them are Unix time in µs. */
function nestedOf(type: DataType): Written | undefined {
  if (DataType.isDictionary(type)) return nestedOf(type.dictionary);
  if (DataType.isList(type) || DataType.isLargeList(type) || DataType.isFixedSizeList(type)) {
    const element = nestedOf(type.children[0]?.type ?? type);
    return element && { type: `${element.type}[]`, write: (value) => list(value as Vector, element) };
  }
  if (DataType.isStruct(type)) {
    const fields = type.children.map((field) => ({ name: field.name, written: nestedOf(field.type) }));
    const known = fields.flatMap(({ name, written }) => (written === undefined ? [] : [{ name, written }]));
    if (known.length < fields.length || known.length === 0) return undefined;
    return {
      type: `STRUCT(${known.map(({ name, written }) => `${quoteName(name)} ${written.type}`).join(', ')})`,
      write: (value) => {
        const row = value as Readonly<Record<string, unknown>>;
        return `{${known.map(({ name, written }) => `${JSON.stringify(name)}:${orNull(row[name], written)}`).join(',')}}`;
      },
    };
  }
  if (DataType.isTimestamp(type)) return { type: 'BIGINT', write: (value) => String(microseconds(value)) };
  if (DataType.isDate(type)) return { type: 'BIGINT', write: (value) => `${String(value)}000` };
  const scalar = scalarOf(type);
  if (scalar === undefined || scalar.type === 'INTEGER' || scalar.type === 'BOOLEAN') return scalar;
  if (!DataType.isFloat(type)) return { ...scalar, write: (value) => JSON.stringify(scalar.write(value)) };
  // JSON has no NaN and no infinity; the engine reads them from texts.
  return { ...scalar, write: (value) => (Number.isFinite(value) ? String(value) : `"${String(value)}"`) };
}

function list(values: Vector, element: Written): string {
  if (!holdsAll(values)) throw new Error('a list has fewer values than it says');
  return `[${Array.from(values, (value) => orNull(value, element)).join(',')}]`;
}

/** Whether there is at least a bit for each of so many values: what is damaged may tell of billions. */
export function holdsAll({ type, length, byteLength }: Vector): boolean {
  return DataType.isNull(type) || length <= 8 * byteLength;
}

function orNull(value: unknown, { write }: Written): string {
  return value === null || value === undefined ? 'null' : write(value);
}

function hasZone({ timezone }: Timestamp): boolean {
  return timezone !== null && timezone !== undefined && timezone !== '';
}

/** Moments are given in milliseconds with fractions, which tell microseconds until the year 2255. */
function microseconds(milliseconds: unknown): number {
  return Math.round(Number(milliseconds) * 1000);
}

function unitsOf(unit: TimeUnit): (value: unknown) => string {
  const [times, per] = {
    [TimeUnit.SECOND]: [1_000_000n, 1n],
    [TimeUnit.MILLISECOND]: [1000n, 1n],
    [TimeUnit.MICROSECOND]: [1n, 1n],
    [TimeUnit.NANOSECOND]: [1n, 1000n],
  }[unit] as [bigint, bigint];
  return (value) => String((BigInt(value as bigint | number) * times) / per);
}

/** Of whole units of a decimal, its text: -5 with a scale of 2 is -0.05. */
function decimal(units: string, scale: number): string {
  if (scale <= 0) return `${units}${'0'.repeat(-scale)}`;
  const [sign, digits] = units.startsWith('-') ? ['-', units.slice(1)] : ['', units];
  const padded = digits.padStart(scale + 1, '0');
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

function hex(bytes: unknown): string {
  return Buffer.from(bytes as Uint8Array).toString('hex');
}
