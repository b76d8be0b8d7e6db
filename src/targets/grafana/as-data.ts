/** What the builders fill in for other kinds of variables, and for tables of earlier versions. */
const UNWANTED = new Set(['auto', 'auto_min', 'auto_count', 'footer']);
/** A menu into which the builders put links and annotations: nobody would look for them there. */
const HIDDEN_MENU = 'inControlsMenu';

/** The builders leave marks on their objects that are no data, which JSON drops. */
export function asData(built: object): unknown {
  return JSON.parse(JSON.stringify(built), (key, value) =>
    UNWANTED.has(key) || (key === 'placement' && value === HIDDEN_MENU) ? undefined : value,
  );
}
