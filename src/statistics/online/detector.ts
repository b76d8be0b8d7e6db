/** `warning` only by detectors that know a zone before drift. */
export type DriftState = 'none' | 'warning' | 'drift';

/** Takes a stream value by value and keeps what it needs of the past. After `drift` it begins anew with the next value. */
export interface OnlineDetector {
  /** Throws a RangeError for a value that the detector isn't made for. */
  update(value: number): DriftState;
}

/** Throws a RangeError unless the value is finite: one NaN would blind a detector for ever. */
export function finite(value: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`${value} can't be part of a stream`);
  return value;
}
