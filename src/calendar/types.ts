/** A civil date, ISO 8601: `2026-12-25`. */
export type CalendarDate = string;

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** Minutes since midnight, 0 to 1440; `to` is exclusive, 1440 is the end of the day. `from < to` always. */
export interface MinuteRange {
  readonly from: number;
  readonly to: number;
}

/** Hours of a week in some zone's wall-clock time; a day without an entry has none. */
export type WeeklyHours = Readonly<Partial<Record<Weekday, readonly MinuteRange[]>>>;

/** Half-open interval of instants, in Unix seconds. */
export interface UtcInterval {
  readonly startUnixSeconds: number;
  readonly endUnixSeconds: number;
}

/** When something recurs, in wall-clock terms of a zone, or once. */
export type Recurrence =
  | {
      readonly type: 'recurring';
      readonly timezone: string;
      /** Five cron fields, as the user wrote them. */
      readonly cron: string;
      readonly durationSeconds: number;
    }
  | { readonly type: 'once'; readonly interval: UtcInterval };
