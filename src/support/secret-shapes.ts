/**
 * Texts that are secrets by their look, wherever a user may have put them. Fields that take references refuse other texts
 * too; these are for the lines and messages around them, where nothing is known but the text.
 */
const SHAPES: readonly RegExp[] = [
  // Incoming webhooks and tokens of Slack.
  /(?<=hooks\.slack(?:-gov)?\.com\/)[^\s"'<>,}\]]+/g,
  /\bxox[a-z]-[A-Za-z0-9-]{6,}/g,
  /\bxapp-[A-Za-z0-9-]{6,}/g,
  // User and password of an address.
  /(?<=:\/\/)[^\s"'<>,@/]+(?=@)/g,
  // Integration keys of PagerDuty and other keys of 32 hex digits, alone as a word.
  /(?<![A-Za-z0-9])[0-9a-f]{32}(?![A-Za-z0-9])/gi,
  // Tokens that say what they are: GitHub, AWS, bearer tokens, JSON web tokens.
  /\bgh[opsu]_[A-Za-z0-9]{20,}/g,
  /\bAKIA[A-Z0-9]{16}\b/g,
  /(?<=\bbearer\s+)[A-Za-z0-9._~+/=-]{8,}/gi,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g,
];

/** The text with each character of a secret as `•`: as long as before, so that places in it stay where they are. */
export function maskSecrets(text: string): string {
  return SHAPES.reduce((masked, shape) => masked.replace(shape, (secret) => '•'.repeat(secret.length)), text);
}

/** True for the name of a field that people put passwords, tokens and keys into. */
export function namesSecret(key: string): boolean {
  return /pass(?:word|wd|phrase|$)|pasword|secret|token|credential|bearer|(?:api|routing|service|integration|access|private|auth)[-_]?(?:key|url)/i.test(
    key,
  );
}
